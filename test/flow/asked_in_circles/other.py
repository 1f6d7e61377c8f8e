from app import setup
def install(app):
    setup(app)
