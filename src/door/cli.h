// door/cli: the command line as a way into the operations. Knows argv, the terminal and nothing
// else.
// SPDX-License-Identifier: MIT
#ifndef DOOR_CLI_H
#define DOOR_CLI_H

int door_cli(int argc, char **argv);               // the exit code
#endif
