// rule cors-any-origin: any site may read answers with the visitor's cookies.
// SPDX-License-Identifier: MIT
#include "rule/rule.h"

const Rule rule_cors_any_origin = {
    .id       = L("cors-any-origin"),
    .cwe      = 942, .also = {346}, .severity = SEV_MEDIUM,
    .title    = L("any site may read answers with the visitor's cookies"),
    .why      = L("A page anywhere can ask this server in the visitor's name and read what it "
                  "answers."),
    .instead  = L("List the origins that may, or leave credentials out."),
    .bad      = L("from fastapi import FastAPI\n"
                  "from fastapi.middleware.cors import CORSMiddleware\n"
                  "app = FastAPI()\n"
                  "app.add_middleware(CORSMiddleware, allow_origins=[\"*\"], allow_credentials=True)\n"),
    .good     = L("from fastapi import FastAPI\n"
                  "from fastapi.middleware.cors import CORSMiddleware\n"
                  "app = FastAPI()\n"
                  "app.add_middleware(CORSMiddleware, allow_origins=[\"https://app.example.org\"], allow_credentials=True)\n"),
    .sources  = LIST(L("https://cwe.mitre.org/data/definitions/942.html"),
                     L("https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS")),
    .peers    = LIST(L("codeql:py/cors-misconfiguration-with-credentials")),
    .mark     = L("cors-any-origin"), .mark_confidence = CONF_HIGH,
};
