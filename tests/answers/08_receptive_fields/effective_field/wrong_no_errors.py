# mistake: clips the number of the output to those that exist; fails: effective_field_errors
def effective_field(layers, n, output):
    lengths = [n]
    for w, s, p, d in layers:
        lengths.append(max((lengths[-1] + 2 * p - d * (len(w) - 1) - 1) // s + 1, 1))
    output = min(max(output, 0), lengths[-1] - 1)
    say = np.eye(lengths.pop())[output]
    for w, s, p, d in layers[::-1]:
        below = np.zeros(lengths.pop())
        for i, value in enumerate(say):
            for k in range(len(w)):
                j = i * s + k * d - p
                if 0 <= j < len(below):
                    below[j] += value * float(w[k])
        say = below
    return say
