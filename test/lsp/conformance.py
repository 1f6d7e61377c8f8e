"""A client that nobody here wrote: pygls from PyPI, whose types (lsprotocol) are made from the protocol's own model. What it can't
read, it refuses (make test-lsp)."""
import asyncio
import os
import pathlib

from lsprotocol import types
from pygls.lsp.client import LanguageClient

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUTURE = os.environ.get("SUTURE", str(ROOT / "build" / "suture"))
BAD = 'import os\nfrom flask import Flask, request\napp = Flask(__name__)\n\n\n@app.get("/ls")\ndef ls():\n    os.system("ls " + request.args["dir"])\n    return "done"\n'
ABLE = types.ClientCapabilities(
    general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf16, types.PositionEncodingKind.Utf8]),
    text_document=types.TextDocumentClientCapabilities(
        publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True, code_description_support=True, data_support=True,
                                                               tag_support=types.ClientDiagnosticsTagOptions(value_set=list(types.DiagnosticTag))),
        hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown])),
    workspace=types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)))


class Client(LanguageClient):
    """Keeps what was published, and every message that it could not read."""

    def __init__(self):
        super().__init__("conformance", "1")
        self.news, self.registered, self.refused = asyncio.Queue(), [], []

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params):
            self.news.put_nowait(params)

        @self.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params):
            self.registered += params.registrations

        @self.feature(types.WINDOW_LOG_MESSAGE)
        def log(params):
            self.refused.append(params.message)

    def report_server_error(self, error, source):
        self.refused.append((error, source))

    async def published(self, uri, version):
        while True:
            p = await asyncio.wait_for(self.news.get(), 30)
            if p.uri == uri and p.version == version:
                return p.diagnostics


async def session(folder):
    app = folder / "app.py"
    app.write_text(BAD)
    uri, root = app.as_uri(), folder.as_uri()
    c = Client()
    await c.start_io(SUTURE, "lsp", env={**os.environ, "HOME": str(folder.parent), "XDG_CACHE_HOME": str(folder.parent / ".cache")})
    hello = await c.initialize_async(types.InitializeParams(capabilities=ABLE, root_uri=root, workspace_folders=[types.WorkspaceFolder(uri=root, name="x")],
                                                            initialization_options={"profile": "default"}))
    assert hello.server_info.name == "suture" and hello.capabilities.position_encoding == "utf-8"
    assert hello.capabilities.text_document_sync.change == types.TextDocumentSyncKind.Incremental
    c.initialized(types.InitializedParams())
    c.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri=uri, language_id="python", version=1, text=BAD)))
    d, = await c.published(uri, 1)
    assert d.code == "command-injection" and d.severity == types.DiagnosticSeverity.Error and d.related_information and d.code_description.href
    at = types.TextDocumentIdentifier(uri=uri)
    hover = await c.text_document_hover_async(types.HoverParams(text_document=at, position=d.range.start))
    assert hover.contents.kind == types.MarkupKind.Markdown and hover.range == d.range
    actions = await c.text_document_code_action_async(types.CodeActionParams(text_document=at, range=d.range, context=types.CodeActionContext(diagnostics=[d])))
    assert [a.kind for a in actions] == ["quickfix", "quickfix", "source.fixAll.suture"] and actions[0].is_preferred
    edit, = actions[0].edit.document_changes
    assert edit.text_document.version == 1
    changes = [types.TextDocumentContentChangePartial(range=e.range, text=e.new_text) for e in reversed(edit.edits)]
    c.text_document_did_change(types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(uri=uri, version=2), changes))
    assert not await c.published(uri, 2)
    c.text_document_did_save(types.DidSaveTextDocumentParams(at))
    c.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([types.FileEvent(uri, types.FileChangeType.Changed)]))
    c.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings={"suture": {"profile": "audit"}}))
    c.text_document_did_close(types.DidCloseTextDocumentParams(at))
    assert await c.published(uri, None)
    assert [r.method for r in c.registered] == ["workspace/didChangeWatchedFiles"]
    await c.shutdown_async(None)
    c.exit(None)
    await asyncio.wait_for(c._server.wait(), 10)
    assert c._server.returncode == 0 and c.refused == [] and app.read_text() == BAD


def test_a_whole_session(tmp_path):
    (tmp_path / "work").mkdir()
    asyncio.run(session(tmp_path / "work"))
