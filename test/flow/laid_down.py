# Gradio lays an uploaded file down under a name of its own; a text box holds what the visitor wrote.
import subprocess

import gradio as gr


def both(path, name):
    with open(path) as f:
        text = f.read()
    with open(name) as f:  # want: path-traversal
        return text + f.read()


gr.Interface(both, [gr.File(), gr.Textbox()], "text")


def one(path):
    return open(path).read()


gr.Interface(fn=one, inputs=gr.Audio(type="filepath"), outputs="text")


def short(path):
    return open(path).read()


gr.Interface(fn=short, inputs="file", outputs="text")


def text(path):
    return open(path).read()  # want: path-traversal


gr.Interface(fn=text, inputs="text", outputs="text")


def main():
    def run(image, title):
        with open(image, "rb") as f:
            data = f.read()
        with open(title, "rb") as f:  # want: path-traversal
            data += f.read()
        subprocess.run("convert " + title, shell=True)  # want: command-injection
        return data

    with gr.Blocks() as demo:
        image = gr.Image(type="filepath")
        title = gr.Textbox()
        button = gr.Button()
        button.click(run, inputs=[image, title], outputs=None)
    demo.launch()


def unlisted(path):
    return open(path).read()  # want: path-traversal


def named(components):
    gr.Interface(unlisted, components, "text")
