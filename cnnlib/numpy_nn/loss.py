"""Losses: one number that says how far the outputs are from the targets."""

import numpy as np
from jaxtyping import Float, Integer

from cnnlib.checks import check_classes, check_scores, check_target
from cnnlib.numpy_nn.activation import log_softmax, sigmoid, softmax, softmax_backward
from cnnlib.numpy_nn.layer import Layer


def mse_loss(x: Float[np.ndarray, "*shape"], target: Float[np.ndarray, "*shape"]) -> np.floating:
    """Average the squared differences over all numbers: the mean of (x - target)^2.

    The mean over no number at all is NaN, as in PyTorch. Source: Goodfellow, Bengio and Courville (2016), Deep
    Learning, section 5.1.4, https://www.deeplearningbook.org.

    >>> float(mse_loss(np.array([1.0, 2.0]), np.array([1.0, 5.0])))
    4.5
    """
    check_target("mse_loss", "x", x, target)
    return np.mean((x - target) ** 2) if x.size else x.dtype.type(np.nan)


def mse_loss_backward(
    dy: float | np.floating, x: Float[np.ndarray, "*shape"], target: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"]:
    """Return dx = dy 2 (x - target) / how many numbers there are.

    >>> mse_loss_backward(1.0, np.array([1.0, 2.0]), np.array([1.0, 5.0]))
    array([ 0., -3.])
    """
    check_target("mse_loss_backward", "x", x, target)
    return (x - target) * x.dtype.type(2 * dy / max(1, x.size))


def binary_cross_entropy_with_logits(
    logits: Float[np.ndarray, "*shape"], target: Float[np.ndarray, "*shape"]
) -> np.floating:
    """Average -target log(p) - (1 - target) log(1 - p) over all numbers, where p = sigmoid(logits).

    A logit is the log-odds log(p / (1 - p)), in nats; ``target`` is a probability, mostly 0 or 1. With
    p = 1 / (1 + exp(-logit)) the formula shrinks to log(1 + exp(logit)) - target logit, which ``logaddexp`` computes
    without overflow. The mean over no number at all is NaN, as in PyTorch. Source: Bishop (2006), Pattern
    Recognition and Machine Learning, equation 4.90.

    >>> float(binary_cross_entropy_with_logits(np.array([0.0, 1000.0]), np.array([1.0, 1.0])) / np.log(2))
    0.5
    """
    check_target("binary_cross_entropy_with_logits", "logits", logits, target, largest=1)
    losses = np.logaddexp(0, logits) - target * logits
    return np.mean(losses) if logits.size else logits.dtype.type(np.nan)


def binary_cross_entropy_with_logits_backward(
    dy: float | np.floating, logits: Float[np.ndarray, "*shape"], target: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"]:
    """Return dlogits = dy (sigmoid(logits) - target) / how many numbers there are.

    >>> binary_cross_entropy_with_logits_backward(1.0, np.array([0.0, 1000.0]), np.array([1.0, 1.0]))
    array([-0.25,  0.  ])
    """
    check_target("binary_cross_entropy_with_logits_backward", "logits", logits, target, largest=1)
    return (sigmoid(logits) - target) * logits.dtype.type(dy / max(1, logits.size))


def cross_entropy(
    logits: Float[np.ndarray, "n classes *positions"], target: Integer[np.ndarray, "n *positions"]
) -> np.floating:
    """Average -log softmax(logits)[target] over the samples, and over the positions if there are any (pixels).

    ``logits`` are scores of any size, in nats; ``target`` holds class numbers 0 to classes - 1. The mean over
    no sample at all is NaN, as in PyTorch. Source: Goodfellow, Bengio and Courville (2016), Deep Learning,
    section 6.2.2.3, https://www.deeplearningbook.org.

    >>> float(cross_entropy(np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([0, 1])) / np.log(2))
    1.0
    """
    check_classes("cross_entropy", logits, target)
    return mean_surprise(log_softmax(logits)[right_class(target)])


def cross_entropy_backward(
    dy: float | np.floating,
    logits: Float[np.ndarray, "n classes *positions"],
    target: Integer[np.ndarray, "n *positions"],
) -> Float[np.ndarray, "n classes *positions"]:
    """Return dlogits = dy (softmax(logits) - one_hot(target)) / number of targets.

    >>> cross_entropy_backward(1.0, np.array([[0.0, 0.0]]), np.array([1]))
    array([[ 0.5, -0.5]])
    """
    check_classes("cross_entropy_backward", logits, target)
    return dlogits_of(softmax(logits), right_class(target), dy / max(1, target.size))


def mean_surprise(log_p: Float[np.ndarray, "n *positions"]) -> np.floating:
    """Average -log_p, the logarithms for the right classes; the mean over none is NaN."""
    if not log_p.size:
        return log_p.dtype.type(np.nan)
    total = log_p.sum(dtype=np.result_type(log_p, np.float32))  # a sum of many halves would overflow
    return -log_p.dtype.type(total / log_p.size)


def dlogits_of(
    p: Float[np.ndarray, "n classes *positions"], right: tuple[np.ndarray, ...], share: float | np.floating
) -> Float[np.ndarray, "n classes *positions"]:
    """Turn the probabilities p, in their own memory, into share (p - one_hot(target))."""
    p[right] -= 1
    p *= p.dtype.type(share)
    return p


def right_class(target: Integer[np.ndarray, "n *positions"]) -> tuple[np.ndarray, ...]:
    """Say where in (N, classes, ...) the entry of each target is: an index of arrays, one for each axis.

    >>> np.array([[1, 2, 3], [4, 5, 6]])[right_class(np.array([2, 0]))]
    array([3, 4])
    """
    after = range(target.ndim - 1, -1, -1)  # how many axes come after each
    samples, *positions = [
        np.arange(n).reshape(n, *[1] * k) for n, k in zip(target.shape, after, strict=True)
    ]
    return (samples, target, *positions)


def hinge_loss(scores: Float[np.ndarray, "n classes"], target: Integer[np.ndarray, "n"]) -> np.floating:
    """Charge each wrong class whose score comes within 1 of the right one's; average over the samples.

    The loss of a sample with class t is the sum over j != t of max(0, 1 + scores_j - scores_t), the multi-class
    support vector machine. Source: Weston and Watkins (1999), Support vector machines for multi-class pattern
    recognition, https://www.esann.org/sites/default/files/proceedings/legacy/es1999-461.pdf.
    PyTorch's ``multi_margin_loss`` divides it by the number of classes. The margin needs no choice: 2 instead of 1
    would ask for scores twice as large, and the weights can give them. The mean over no sample at all is NaN.

    >>> float(hinge_loss(np.array([[3.0, 2.5, 1.0]]), np.array([0])))
    0.5
    """
    check_scores("hinge_loss", scores, target)
    margins = margins_of(scores, target)
    return np.sum(margins) / len(scores) if len(scores) else scores.dtype.type(np.nan)


def hinge_loss_backward(
    dy: float | np.floating, scores: Float[np.ndarray, "n classes"], target: Integer[np.ndarray, "n"]
) -> Float[np.ndarray, "n classes"]:
    """Return dscores: dy / n for each wrong class that is charged, minus their sum for the right class.

    At a margin of exactly 0 the slope is taken as 0.

    >>> hinge_loss_backward(1.0, np.array([[3.0, 2.5, 2.5, 1.0]]), np.array([0]))
    array([[-2.,  1.,  1.,  0.]])
    """
    check_scores("hinge_loss_backward", scores, target)
    charged = (margins_of(scores, target) > 0).astype(scores.dtype)
    np.put_along_axis(charged, target[:, None], -np.sum(charged, axis=1, keepdims=True), axis=1)
    return charged * scores.dtype.type(dy / max(1, len(scores)))


def margins_of(
    scores: Float[np.ndarray, "n classes"], target: Integer[np.ndarray, "n"]
) -> Float[np.ndarray, "n classes"]:
    """Return max(0, 1 + scores_j - scores_t) for each wrong class j, and 0 for the right one, t.

    >>> margins_of(np.array([[3.0, 2.5, 1.0]]), np.array([0]))
    array([[0. , 0.5, 0. ]])
    """
    right = np.take_along_axis(scores, target[:, None], axis=1)  # (n, 1)
    margins = np.maximum(1 + scores - right, 0)
    np.put_along_axis(margins, target[:, None], 0, axis=1)
    return margins


def dice_loss(
    logits: Float[np.ndarray, "n classes *positions"],
    target: Integer[np.ndarray, "n *positions"],
    eps: float = 1e-5,
) -> np.floating:
    """Return 1 - the Dice overlap of predicted and true regions, averaged over the classes.

    With p = softmax(logits) and g = 1 where the target is the class, else 0, a class overlaps by
    (2 sum p g + eps) / (sum p^2 + sum g^2 + eps), summed over all samples and positions. For p of 0 and 1 this is
    Dice's 2 |P and G| / (|P| + |G|). A class that is neither there nor predicted overlaps by 1: that is what ``eps`` is
    for. Source: Milletari, Navab and Ahmadi (2016), V-Net, section 3, https://doi.org/10.1109/3DV.2016.79.

    >>> logits = np.array([[[9.0, 9.0, -9.0, -9.0], [-9.0, -9.0, 9.0, 9.0]]])  # four pixels: 0 0 1 1
    >>> round(float(dice_loss(logits, np.array([[0, 0, 1, 1]]))), 3)
    0.0
    >>> round(float(dice_loss(logits, np.array([[0, 1, 1, 1]]))), 3)  # overlaps 2/3 and 4/5
    0.267
    """
    check_classes("dice_loss", logits, target)
    shared, size, _, _ = overlaps(logits, target)
    return 1 - np.mean((2 * shared + eps) / (size + eps), dtype=logits.dtype)


def dice_loss_backward(
    dy: float | np.floating,
    logits: Float[np.ndarray, "n classes *positions"],
    target: Integer[np.ndarray, "n *positions"],
    eps: float = 1e-5,
) -> Float[np.ndarray, "n classes *positions"]:
    """Return dlogits: the gradient of the overlap D of each class, sent back through softmax.

    With the numerator a and the denominator b of D = a / b, the quotient rule reads
    dD/dp = 2 g / b - (a / b^2) 2 p = 2 (g - D p) / b.

    >>> dice_loss_backward(1.0, np.array([[0.0, 0.0]]), np.array([1])).round(2)
    array([[ 0.12, -0.12]])
    """
    check_classes("dice_loss_backward", logits, target)
    shared, size, p, g = overlaps(logits, target)
    a, b = 2 * shared + eps, size + eps
    dp = -2 * (g - a / b * p) / b
    return softmax_backward(dp * logits.dtype.type(dy / logits.shape[1]), logits)


def overlaps(
    logits: Float[np.ndarray, "n classes *positions"], target: Integer[np.ndarray, "n *positions"]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return sum p g and sum p^2 + sum g^2 of each class, shape (1, classes, 1, ...), and p and g, shape of logits.

    >>> shared, size, p, g = overlaps(np.array([[[0.0, 0.0], [0.0, 0.0]]]), np.array([[0, 0]]))
    >>> shared.ravel(), size.ravel()
    (array([1., 0.]), array([2.5, 0.5]))
    """
    p, g = softmax(logits), np.zeros_like(logits)
    np.put_along_axis(g, target[:, None], 1, axis=1)
    samples_and_positions = (0, *range(2, logits.ndim))
    shared = np.sum(p * g, axis=samples_and_positions, keepdims=True)
    size = np.sum(p**2 + g**2, axis=samples_and_positions, keepdims=True)
    return shared, size, p, g


class MSELoss(Layer):
    """Mean squared error of numbers and targets; ``backward`` starts with 1 unless told otherwise.

    >>> loss = MSELoss()
    >>> value = loss(np.array([1.0, 2.0]), np.array([1.0, 5.0]))
    >>> loss.backward()
    array([ 0., -3.])
    """

    def forward(self, x: Float[np.ndarray, "*shape"], target: Float[np.ndarray, "*shape"]) -> np.floating:
        """Two arrays of one shape to one number."""
        return mse_loss(x, target)

    def backward(self, dy: float | np.floating = 1.0) -> Float[np.ndarray, "*shape"]:
        """One number to the shape of the input."""
        x, target = self.inputs
        return mse_loss_backward(dy, x, target)


class BCEWithLogitsLoss(Layer):
    """Mean binary cross-entropy of log-odds and probabilities.

    >>> loss = BCEWithLogitsLoss()
    >>> value = loss(np.array([0.0, 1000.0]), np.array([1.0, 1.0]))
    >>> loss.backward()
    array([-0.25,  0.  ])
    """

    def forward(
        self, logits: Float[np.ndarray, "*shape"], target: Float[np.ndarray, "*shape"]
    ) -> np.floating:
        """Two arrays of one shape to one number."""
        return binary_cross_entropy_with_logits(logits, target)

    def backward(self, dy: float | np.floating = 1.0) -> Float[np.ndarray, "*shape"]:
        """One number to the shape of the logits."""
        logits, target = self.inputs
        return binary_cross_entropy_with_logits_backward(dy, logits, target)


class CrossEntropyLoss(Layer):
    """Mean cross-entropy of logits and class numbers; ``backward`` starts with 1 unless told otherwise.

    >>> loss = CrossEntropyLoss()
    >>> value = loss(np.array([[0.0, 0.0]]), np.array([1]))
    >>> loss.backward()
    array([[ 0.5, -0.5]])
    """

    # logits, target, where the right classes are, log_softmax(logits)
    kept: tuple[np.ndarray, np.ndarray, tuple[np.ndarray, ...], np.ndarray] | None = None

    def forward(
        self, logits: Float[np.ndarray, "n classes *positions"], target: Integer[np.ndarray, "n *positions"]
    ) -> np.floating:
        """(N, classes, ...) and (N, ...) to one number."""
        check_classes("cross_entropy", logits, target)
        right, log_p = right_class(target), log_softmax(logits)
        self.kept = logits, target, right, log_p
        return mean_surprise(log_p[right])

    def backward(self, dy: float | np.floating = 1.0) -> Float[np.ndarray, "n classes *positions"]:
        """One number to (N, classes, ...)."""
        logits, target = self.inputs
        if self.kept is None or self.kept[0] is not logits or self.kept[1] is not target:
            return cross_entropy_backward(dy, logits, target)  # a subclass goes forward in its own way
        _, _, right, log_p = self.kept
        p = np.exp(log_p)  # softmax, from the logarithms that forward has left
        return dlogits_of(p, right, dy / max(1, target.size))


class HingeLoss(Layer):
    """Mean hinge loss of scores and class numbers.

    >>> loss = HingeLoss()
    >>> value = loss(np.array([[3.0, 2.5, 2.5, 1.0]]), np.array([0]))
    >>> loss.backward()
    array([[-2.,  1.,  1.,  0.]])
    """

    def forward(
        self, scores: Float[np.ndarray, "n classes"], target: Integer[np.ndarray, "n"]
    ) -> np.floating:
        """(N, classes) and (N,) to one number."""
        return hinge_loss(scores, target)

    def backward(self, dy: float | np.floating = 1.0) -> Float[np.ndarray, "n classes"]:
        """One number to (N, classes)."""
        scores, target = self.inputs
        return hinge_loss_backward(dy, scores, target)


class DiceLoss(Layer):
    """1 - the Dice overlap of predicted and true regions.

    >>> loss = DiceLoss()
    >>> value = loss(np.array([[0.0, 0.0]]), np.array([1]))
    >>> loss.backward().round(2)
    array([[ 0.12, -0.12]])
    """

    def __init__(self, eps: float = 1e-5) -> None:
        super().__init__()
        self.eps = eps

    def forward(
        self, logits: Float[np.ndarray, "n classes *positions"], target: Integer[np.ndarray, "n *positions"]
    ) -> np.floating:
        """(N, classes, ...) and (N, ...) to one number."""
        return dice_loss(logits, target, self.eps)

    def backward(self, dy: float | np.floating = 1.0) -> Float[np.ndarray, "n classes *positions"]:
        """One number to (N, classes, ...)."""
        logits, target = self.inputs
        return dice_loss_backward(dy, logits, target, self.eps)
