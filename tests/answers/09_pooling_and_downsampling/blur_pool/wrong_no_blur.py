# mistake: keeps every s-th pixel without a blur; fails: blur_pool_visible, blur_pool_middle, blur_pool_border, blur_pool_stride; says: nothing was blurred
def blur_pool(x, taps, stride):
    if len(taps) % 2 == 0:
        raise ValueError("the blur has no middle")
    return x[:, :, :: stride[0], :: stride[1]].astype(float)
