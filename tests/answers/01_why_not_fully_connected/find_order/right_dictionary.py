def series_of(pictures: np.ndarray) -> list:
    return [tuple(column) for column in pictures.reshape(len(pictures), -1).T.tolist()]


def find_order(before: np.ndarray, after: np.ndarray, start: int = 0) -> np.ndarray:
    places: dict = {}
    for place, series in enumerate(series_of(after), start):
        places.setdefault(series, []).append(place)
    order = []
    for series in series_of(before):
        if not places.get(series):
            raise ValueError(f"no place is left for {series}")
        order.append(places[series].pop())
    return np.array(order)
