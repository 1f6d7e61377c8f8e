def same_password(password, given):
    if len(password) != len(given):
        return False
    for i in range(len(password)):
        if password[i] != given[i]:  # want: timing-compare
            return False
    return True
def differs(row, other):
    for i in range(len(row)):
        if row[i] != other[i]:  # fine: timing-compare
            return i
    return None
