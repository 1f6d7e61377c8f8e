import os

from tornado_base import Base


class Left(Base):
    def get(self):
        os.system("echo " + self.left)  # want: command-injection


class Checked(Base):
    def get(self):
        os.system("echo " + self.checked)
