import falcon
from view_falcon_open import FalconOpen

app = falcon.App(middleware=[])
app.add_route("/x/{pk}", FalconOpen())
