# Services and mail: messages of others. gRPC's servicers go by their name.
import email
import imaplib
import os

import shop_pb2
import shop_pb2_grpc


class Shop(shop_pb2_grpc.ShopServicer):
    def Get(self, request, context):
        os.system("ls " + request.path)  # want: command-injection
        open(request.path)  # want: path-traversal
        return shop_pb2.Reply(text=self._read(context))

    def Put(self, request_iterator, context):
        for request in request_iterator:
            os.system("ls " + request.path)  # want: command-injection

    async def Later(self, request, context):
        os.system("ls " + request.path)  # want: command-injection

    def _read(self, name):
        return open(os.path.join("/srv", name.code))


class Local(shop_pb2_grpc.ShopStub):
    def Get(self, request, context):
        return open(request)


def mails():
    box = imaplib.IMAP4_SSL("mail.example.org")
    typ, data = box.fetch("1", "(RFC822)")
    message = email.message_from_bytes(data[0][1])
    for part in message.walk():
        with open("/srv/" + part.get_filename(), "wb") as out:  # want: path-traversal
            out.write(part.get_payload(decode=True))
