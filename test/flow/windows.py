# What is typed into a window of one's own is the terminal's: local.
import sqlite3
import tkinter as tk
from tkinter import ttk

import customtkinter
from PySide6 import QtWidgets

db = sqlite3.connect("a.db")
box = customtkinter.CTkEntry(None)


class Search(tk.Tk):
    def __init__(self):
        super().__init__()
        self.name = ttk.Entry(self)
        self.note = tk.Text(self)
        self.kind = tk.StringVar()
        self.button = tk.Button(self, command=self.go)

    def go(self):
        db.execute("select '%s'" % self.name.get())             # want: sql-injection
        db.execute("select '%s'" % self.note.get("1.0", "end")) # want: sql-injection
        db.execute("select '%s'" % self.kind.get())             # want: sql-injection
        db.execute("select ?", (self.name.get(),))
        db.execute("select %d" % int(self.name.get()))


class Form(QtWidgets.QWidget):
    def __init__(self):
        super().__init__()
        self.line = QtWidgets.QLineEdit()
        self.area = QtWidgets.QTextEdit()

    def go(self):
        db.execute("select '%s'" % self.line.text())            # want: sql-injection
        db.execute("select '%s'" % self.area.toPlainText())     # want: sql-injection


def ask():
    db.execute("select '%s'" % box.get())                       # want: sql-injection
