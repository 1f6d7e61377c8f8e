MAX_UPLOAD_SIZE = 1_000_000
def store_upload(upload, size):  # want: unasked-guard
    return upload.read(size)
