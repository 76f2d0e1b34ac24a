# mistake: reads the taps column by column; fails: row2im_visible, row2im_values, row2im_overlap, row2im_padding; says: the taps of a window are transposed
def row2im(rows, x_shape, kernel_size, stride, padding):
    n, c, h, w = x_shape
    (kh, kw), (sh, sw), (ph, pw) = kernel_size, stride, padding
    h_out, w_out = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
    if rows.shape != (n * h_out * w_out, c * kh * kw):
        raise ValueError("rows has the wrong shape")
    images = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    for k in range(n):
        for i in range(h_out):
            for j in range(w_out):
                window = rows[(k * h_out + i) * w_out + j].reshape(c, kw, kh).transpose(0, 2, 1)
                images[k, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += window
    return images[:, :, ph : ph + h, pw : pw + w]
