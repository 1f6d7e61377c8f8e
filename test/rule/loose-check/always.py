def may_manage(member):
    return member.role == "admin" or "owner"  # want: loose-check


def remove(user, item):
    if user.role == "admin" or "staff":  # want: loose-check
        item.delete()


def refuse(request):
    if not (request.user.group == "ops" or "dev"):  # want: loose-check
        raise PermissionError


def may_manage_well(member):
    return member.role == "admin" or member.role == "owner"  # fine: loose-check


def among(member):
    return member.role in ("admin", "owner")  # fine: loose-check


def name_of(member):
    return member.name or "nobody"  # fine: loose-check
