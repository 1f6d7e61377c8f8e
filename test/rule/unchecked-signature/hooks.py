import hashlib
import hmac

import stripe
from django.http import HttpResponse, HttpResponseForbidden
from fastapi import FastAPI, HTTPException, Request

from shop import mark_paid

app = FastAPI()
KEY = open("/etc/hook.key", "rb").read()


@app.post("/paid")
async def paid(request: Request):  # want: unchecked-signature
    sent = request.headers.get("Stripe-Signature")
    if sent is None:
        raise HTTPException(400)
    mark_paid(await request.json())


def django_paid(request):  # want: unchecked-signature
    signature = request.META["HTTP_X_HUB_SIGNATURE_256"]
    if not signature:
        return HttpResponseForbidden()
    mark_paid(request.POST)
    return HttpResponse()


class Hook:
    def on_post(self, req, resp):  # want: unchecked-signature
        signature = req.get_header("X-Signature")
        if signature == "":
            resp.status = "400 Bad Request"
            return
        mark_paid(req.media)


@app.post("/stripe")
async def checked(request: Request):
    sent = request.headers.get("Stripe-Signature", "")  # fine: unchecked-signature
    mark_paid(stripe.Webhook.construct_event(await request.body(), sent, KEY))


def django_checked(request):
    signature = request.META["HTTP_X_HUB_SIGNATURE_256"]  # fine: unchecked-signature
    if not hmac.compare_digest(signature, hmac.new(KEY, request.body, hashlib.sha256).hexdigest()):
        return HttpResponseForbidden()
    mark_paid(request.POST)
    return HttpResponse()


class Kept:
    def on_post(self, req, resp):
        signature = req.get_header("X-Signature")  # fine: unchecked-signature
        self.queue.put((req.media, signature))
