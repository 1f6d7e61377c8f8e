from base import Runs, RunsKnown


class Plain(Runs):
    def command(self):
        return "ls"


class Asked(Runs):
    def command(self):
        return "ls " + self.get_argument("q")


class One(RunsKnown):
    def command(self):
        return "ls"


class Two(RunsKnown):
    def command(self):
        return "ls " + str(int(self.get_argument("q")))
