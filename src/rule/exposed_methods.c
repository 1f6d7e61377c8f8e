// rule exposed-methods: a remote caller may name methods that nobody meant to offer.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_exposed_methods = {
    .id = L("exposed-methods"),
    .cwe = 749,
    .severity = SEV_HIGH,
    .title = L("a remote caller may walk to methods that nobody meant to offer"),
    .why = L("With dotted names a caller goes from the registered object to everything that it "
             "holds, its modules and globals among it, and calls what stands there: a command, a "
             "file, the interpreter."),
    .instead = L("Leave allow_dotted_names off and register the functions that are meant, one by "
                 "one."),
    .bad = L("from xmlrpc.server import SimpleXMLRPCServer\n"
             "def serve(stock):\n"
             "    server = SimpleXMLRPCServer((\"127.0.0.1\", 8900))\n"
             "    server.register_instance(stock, allow_dotted_names=True)\n"
             "    server.serve_forever()\n"),
    .good = L("from xmlrpc.server import SimpleXMLRPCServer\n"
              "def serve(stock):\n"
              "    server = SimpleXMLRPCServer((\"127.0.0.1\", 8900))\n"
              "    server.register_function(stock.quantity, \"quantity\")\n"
              "    server.serve_forever()\n"),
    .sources = LIST(L("https://cwe.mitre.org/data/definitions/749.html"),
                    L("https://docs.python.org/3/library/xmlrpc.server.html")),
    .mark = L("exposed-methods"),
    .mark_confidence = CONF_HIGH,
    .fix = mend_fix_flip,
};
