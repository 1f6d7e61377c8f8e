# Methods of things that a constructor makes, or that are only said to be of their class.
import liquid
import pystache
from ansible.module_utils.basic import AnsibleModule
from elsewhere import make
from flask import Flask, request
from langchain.sql_database import SQLDatabase

app = Flask(__name__)


def page(renderer: pystache.Renderer, text):
    return renderer.render(text)                                        # want: template-injection


def ask(db: SQLDatabase, text):
    return db.run(text)                                                 # want: sql-injection


@app.route("/all")
def all_of_them():
    q = request.args["q"]
    pystache.Renderer().render(q)                                       # want: template-injection
    pystache.Renderer().render("{{name}}", {"name": q})
    liquid.Environment().from_string(q)                                 # want: template-injection
    SQLDatabase(None).run(q)                                            # want: sql-injection
    module = AnsibleModule(argument_spec={})
    module.run_command("ls " + q, use_unsafe_shell=True)                # want: command-injection
    module.run_command(["ls", "--", q])
    page(make(), q)
    ask(make(), q)
    return "done"
