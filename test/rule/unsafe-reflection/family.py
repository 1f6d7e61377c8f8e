from flask import Flask, jsonify, request

app = Flask(__name__)


class Commands:
    def do_list(self):
        return 1

    def do_stop(self):
        return 2

    def _wipe(self):
        return 3

    def by_word(self):
        return getattr(self, "do_" + request.args["word"])()  # fine: unsafe-reflection

    def by_text(self):
        name = f"do_{request.args['word']}"
        command = getattr(self, name, None)  # fine: unsafe-reflection
        return command()

    def by_any_word(self):
        return getattr(self, request.args["word"])()  # want: unsafe-reflection

    def by_hidden_word(self):
        return getattr(self, "_" + request.args["word"])()  # want: unsafe-reflection

    def of_no_family(self):
        return getattr(self, "get_" + request.args["word"])()  # want: unsafe-reflection

    def at_the_end(self):
        return getattr(self, request.args["word"] + "_do_")()  # want: unsafe-reflection


def copy_title(row):
    return row.title


def of_another():
    import shutil
    return getattr(shutil, "copy_" + request.args["word"])("a", "b")  # want: unsafe-reflection


@app.get("/")
def index():
    c = Commands()
    return jsonify(c.by_word(), c.by_text(), c.by_any_word(), c.by_hidden_word(), c.of_no_family(), c.at_the_end(), of_another())
