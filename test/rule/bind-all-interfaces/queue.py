import zmq


def publish(context, port):
    out = context.socket(zmq.XPUB)
    out.bind("tcp://*:5555")  # want: bind-all-interfaces
    out.bind(f"tcp://0.0.0.0:{port}")  # want: bind-all-interfaces
    out.bind("tcp://127.0.0.1:5555")  # fine: bind-all-interfaces
    out.bind("ipc:///run/app/queue")  # fine: bind-all-interfaces
    out.connect("tcp://10.0.0.1:5555")  # fine: bind-all-interfaces
