def improves(loss, best, least):
    if loss != loss:
        return False
    return best != best or best - loss > least


def early_stop(losses, patience, least):
    if list(losses) == [] or patience <= 0 or least < 0:
        raise ValueError("these arguments make no sense")

    def go_on(epoch, best):
        if epoch == len(losses) - 1 or epoch - best >= patience:
            return epoch, best
        following = epoch + 1
        return go_on(following, following if improves(losses[following], losses[best], least) else best)

    return go_on(0, 0)
