# What a command's options let through is said by what decorates its function.
import os

import click


@click.command()
@click.argument("name")
@click.argument("COUNT", type=int)
@click.option("--mode", type=click.Choice(["fast", "slow"]))
@click.option("--size", default=1)
@click.option("--label", default="x")
@click.option("--shout/--no-shout", default=False)
@click.option("-n", "--dry-run", "dry", is_flag=True)
@click.option("--kind", is_flag=True, flag_value="plain")
@click.option("--out-dir", type=click.Path(exists=True))
@click.option("-v", "--verbose", count=True)
@click.option("--span", type=click.IntRange(1, 9))
@click.option("--own", type=read)
@click.option("--two", type=(str, int))
def run(name, count, mode, size, label, shout, dry, kind, out_dir, verbose, span, own, two):
    os.system("tool " + name)  # want: command-injection
    os.system(f"tool {count} {mode} {size} {shout} {dry} {verbose} {span}")
    os.system("tool " + label)  # want: command-injection
    os.system("tool " + out_dir)  # want: command-injection
    os.system(f"tool {own}")  # want: command-injection
    os.system("tool " + two[0])  # want: command-injection
