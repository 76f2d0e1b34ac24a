"""Keep what students hand in from acting in formgrader or in feedback: text, HTML, images, files and names."""
