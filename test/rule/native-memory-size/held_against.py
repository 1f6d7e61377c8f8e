import ctypes
import struct

ROOM = 512


class Row(ctypes.Structure):
    _fields_ = [("n", ctypes.c_uint32), ("cells", ctypes.c_uint8 * ROOM)]


row = Row()


def fill(data):
    (size,) = struct.unpack_from("<I", data)
    if size > len(data) - 4:
        raise ValueError
    ctypes.memmove(row.cells, data[4:], size)  # want: native-memory-size


def fill_least(data):
    (size,) = struct.unpack_from("<I", data)
    if size > min(ROOM, len(data) - 4):
        raise ValueError
    ctypes.memmove(row.cells, data[4:], size)  # fine: native-memory-size


def fill_sized(data):
    (size,) = struct.unpack_from("<I", data)
    if size > len(data) - 4 or size > ctypes.sizeof(row.cells):
        raise ValueError
    ctypes.memmove(row.cells, data[4:], size)  # fine: native-memory-size
