def a(user):
    assert user.is_admin, "admins only"  # want: assert-as-check
def b(request, doc):
    assert request.user == doc.owner  # want: assert-as-check
def c(user, perm):
    assert user.has_perm(perm)  # want: assert-as-check
def d(user):
    if not user.is_admin:
        raise PermissionError  # fine: assert-as-check
def e(items):
    assert len(items) > 0  # fine: assert-as-check
def f(user):
    assert user is not None  # fine: assert-as-check
