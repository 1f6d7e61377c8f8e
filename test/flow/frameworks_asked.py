# What frameworks hand to what they call: LlamaIndex its question, Airflow a connection of the operator's, WebOb a request.
import subprocess

import duckdb
import webob
import webob.dec
from airflow.hooks.base import BaseHook
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import QueryBundle


class Search(BaseRetriever):
    def _retrieve(self, query_bundle: QueryBundle):
        return duckdb.connect("x").execute(f"SELECT m('{query_bundle.query_str}')")  # want: sql-injection

    async def _aretrieve(self, query_bundle):
        return duckdb.connect("x").execute("SELECT m(?)", [query_bundle.query_str])


class Engine(CustomQueryEngine):
    def custom_query(self, query_str: str):
        return duckdb.connect("x").execute("SELECT m('" + query_str + "')")  # want: sql-injection


class Pig(BaseHook):
    def run(self):
        conn = self.get_connection("pig")
        subprocess.run("pig -h " + conn.host, shell=True)  # want: command-injection
        subprocess.run(["pig", "-p", str(int(conn.port))])


class Ask:
    @webob.dec.wsgify
    def __call__(self, req):
        subprocess.run("ls " + req.params["x"], shell=True)  # want: command-injection
        return webob.Response("done")


@webob.dec.wsgify
def page(req):
    return webob.Response(open("/srv/" + req.params["name"]).readline())  # want: path-traversal
