from Crypto.Cipher import AES


def open_box(key, blob):
    cipher = AES.new(key, AES.MODE_GCM, nonce=blob[:16])
    return cipher.decrypt(blob[16:-16])  # want: unverified-signature


def open_checked(key, blob):
    cipher = AES.new(key, AES.MODE_GCM, nonce=blob[:16])
    return cipher.decrypt_and_verify(blob[16:-16], blob[-16:])  # fine: unverified-signature


def open_slowly(key, blob):
    cipher = AES.new(key, AES.MODE_EAX, nonce=blob[:16])
    text = cipher.decrypt(blob[16:-16])  # fine: unverified-signature
    cipher.verify(blob[-16:])
    return text
