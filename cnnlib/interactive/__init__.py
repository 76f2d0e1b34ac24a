"""Interactive figures and quizzes: one Python call works in JupyterLab and in a page without a kernel."""

from .figure import Interactive
from .frames import explore
from .output_size import output_size
from .quiz import option, question, quiz
from .shrink import shrink
from .slide_1d import slide_1d
from .slide_2d import slide_2d
from .step_2d import step_2d
from .weights_1d import weights_1d

__all__ = [
    "Interactive",
    "explore",
    "option",
    "output_size",
    "question",
    "quiz",
    "shrink",
    "slide_1d",
    "slide_2d",
    "step_2d",
    "weights_1d",
]
