// bench/peers: times Ruff's parser and tree-sitter-python over files held in memory.
// usage: peers ruff|tree-sitter LIST. For each line on stdin: one round over all files, its nanoseconds printed.
// SPDX-License-Identifier: MIT
use std::hint::black_box;
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

// Files that are not UTF-8 are left out by every contender: Ruff takes only str.
fn texts(list: &str) -> Vec<String> {
    let names = std::fs::read_to_string(list).expect("the list of files");
    names.lines().filter_map(|name| std::fs::read_to_string(name).ok()).collect()
}

// Only parsing is timed: giving a tree's memory back is not, for no contender.
fn ruff(files: &[String]) -> (Duration, usize) {
    let (mut spent, mut broken) = (Duration::ZERO, 0);
    for text in files {
        let start = Instant::now();
        let options = ruff_python_parser::ParseOptions::from(ruff_python_parser::Mode::Module);
        let parsed = black_box(ruff_python_parser::parse_unchecked(text, options));
        spent += start.elapsed();
        broken += usize::from(!parsed.errors().is_empty());
    }
    (spent, broken)
}

fn tree_sitter(files: &[String]) -> (Duration, usize) {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_python::LANGUAGE.into()).expect("the grammar");
    let (mut spent, mut broken) = (Duration::ZERO, 0);
    for text in files {
        let start = Instant::now();
        let tree = black_box(parser.parse(text, None).expect("a tree"));
        spent += start.elapsed();
        broken += usize::from(tree.root_node().has_error());
    }
    (spent, broken)
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let files = texts(&arguments[2]);
    let bytes: usize = files.iter().map(String::len).sum();
    for line in std::io::stdin().lock().lines() {
        if line.is_err() {
            break;
        }
        let (spent, broken) = if arguments[1] == "ruff" { ruff(&files) } else { tree_sitter(&files) };
        let spent = spent.as_nanos();
        println!("{spent} {bytes} {} {broken}", files.len());
        std::io::stdout().flush().expect("a reader");
    }
}
