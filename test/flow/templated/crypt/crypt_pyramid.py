# Pyramid: the renderer that a view's decorator names makes a page of what the view gives.
from pyramid.view import view_config


@view_config(route_name="a", renderer="templates/raw.jinja2")
def raw(request):
    return {"t": request.params["t"], "u": "constant"}  # want: xss


@view_config(route_name="b", renderer="crypt:templates/raw.jinja2")
def escaped(request):
    return {"u": request.params["t"]}


@view_config(route_name="c", renderer="json")
def data(request):
    return {"t": request.params["t"]}
