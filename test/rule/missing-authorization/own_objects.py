# Beside an administrator's action: a route that takes only the caller's own objects asks for no role.
from flask import Blueprint, abort, redirect
from flask_login import current_user, login_required

from models import Log, Post, User, db

bp = Blueprint("blog", __name__)


@bp.post("/users/<int:uid>/delete")
@login_required
def delete_user(uid):
    if not current_user.is_admin:
        return "forbidden", 403
    db.session.delete(User.query.get_or_404(uid))
    return redirect("/")


@bp.post("/posts/<int:pid>/1")  # fine: missing-authorization
@login_required
def delete_1(pid):
    db.session.delete(Post.query.filter_by(id=pid, author_id=current_user.id).first_or_404())
    return redirect("/")


@bp.post("/posts/<int:pid>/2")  # fine: missing-authorization
@login_required
def delete_2(pid):
    post = Post.query.get_or_404(pid)
    if post.author_id != current_user.id:
        abort(403)
    db.session.delete(post)
    return redirect("/")


@bp.post("/posts/<int:pid>/3")  # fine: missing-authorization
@login_required
def delete_3(pid):
    post = Post.query.filter(Post.id == pid, Post.author == current_user).first_or_404()
    db.session.delete(post)
    return redirect("/")


@bp.post("/posts/<int:pid>/4")  # fine: missing-authorization
@login_required
def delete_4(pid):
    post = db.session.get(Post, pid)
    if current_user.id == post.owner_id:
        db.session.delete(post)
    return redirect("/")


@bp.post("/posts/<int:pid>/5")  # want: missing-authorization
@login_required
def delete_5(pid):
    db.session.add(Log(user_id=current_user.id))
    db.session.delete(Post.query.get_or_404(pid))
    return redirect("/")


@bp.post("/posts/<int:pid>/6")  # want: missing-authorization
@login_required
def delete_6(pid):
    post = Post.query.get_or_404(pid)
    if post.author_id != current_user.id:
        print("not the author")
    db.session.delete(post)
    return redirect("/")


@bp.post("/posts/<int:pid>/7")  # want: missing-authorization
@login_required
def delete_7(pid):
    post = Post.query.filter(Post.author_id != current_user.id).first_or_404()
    db.session.delete(post)
    return redirect("/")


@bp.post("/posts/<int:pid>/8")  # want: missing-authorization
@login_required
def delete_8(pid):
    post = Post.query.filter_by(id=pid, created_by=current_user.paid).first_or_404()
    db.session.delete(post)
    return redirect("/")


@bp.post("/posts/<int:pid>/9")  # fine: missing-authorization
@login_required
def delete_9(pid):
    post = Post.query.filter_by(id=pid, created_by=current_user.userId).first_or_404()
    db.session.delete(post)
    return redirect("/")


@bp.post("/users/me")  # fine: missing-authorization
@login_required
def update_me():
    db.session.add(Log("changed"))
    return redirect("/")
