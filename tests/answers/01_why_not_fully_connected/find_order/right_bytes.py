def find_order(before, after):
    def keys(pictures):
        columns = np.ascontiguousarray(pictures.reshape(len(pictures), -1).T)
        return np.array([column.tobytes().hex() for column in columns])

    sent, arrived = keys(before), keys(after)
    if sorted(sent) != sorted(arrived):
        raise ValueError("the series are not the same ones")
    ranks = np.argsort(np.argsort(sent, kind="stable"), kind="stable")
    return np.argsort(arrived, kind="stable")[ranks]
