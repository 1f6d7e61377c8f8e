// main: suture's program. All there is to know is in op/ (what it does) and door/ (how it is
// called).
// SPDX-License-Identifier: MIT
#include "door/cli.h"

int main(int argc, char **argv) { return door_cli(argc, argv); }
