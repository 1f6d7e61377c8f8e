# Whether somebody belongs to those who may is asked by an assert.
from shop.errors import Refused


def ensure_moderator(user, board):
    assert board.moderators.filter(pk=user.pk).exists()  # want: assert-as-check


def move(user, post, tenant):
    assert post.tenant_id == user.tenant_id  # want: assert-as-check
    post.tenant = tenant


def ensure_moderator_really(user, board):
    if not board.moderators.filter(pk=user.pk).exists():
        raise Refused()
    assert board.posts is not None  # fine: assert-as-check
