// What lies beside the pages; written by tools/site.py, shown on the front page.
window.cnnDownloads = [];
