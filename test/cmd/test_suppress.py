"""Comments that hide findings: ours, Bandit's, Ruff's, Semgrep's; on any line of the statement."""
import pytest
from program import BAD, CLEAN, FOUND, suture

CALL = '    os.system("ls " + name)\n'


def scan(tmp_path, text, *more):
    (tmp_path / "a.py").write_text(text)
    return suture("scan", "--format", "json", *more, "a.py", cwd=tmp_path)


def with_comment(comment):
    return BAD.replace(CALL, CALL.rstrip("\n") + "  " + comment + "\n")


@pytest.mark.parametrize("comment", [
    "# suture: ignore", "# suture: ignore[command-injection]", "# suture: ignore[CWE-78] we trust them",
    "# suture:ignore[command-*]", "# suture: ignore[xss, command-injection] both", "# suture: ignore[command-injection] until 2999-12-31 soon",
    "# nosec", "# nosec B605", "# nosec: B605", "# nosec B602,B605 fine", "# noqa: S605", "# noqa: E501, S605", "# nosemgrep",
    "# type: ignore  # nosec",
])
def test_hidden(tmp_path, comment):
    r = scan(tmp_path, with_comment(comment))
    assert r.code == CLEAN, r.out
    assert r.json["findings"] == [] and r.json["summary"]["hidden"] == 1


@pytest.mark.parametrize("comment", [
    "# suture: ignore[xss]", "# suture: ignored", "# nosec B101", "# noqa", "# noqa: E501", "# noqa: S101", "# nosecurity",
    "# suture: ignore[command-injection] until 2001-01-01 long ago", "# see: nosec", "# nosemgrep: some.other.rule",
])
def test_not_hidden(tmp_path, comment):
    r = scan(tmp_path, with_comment(comment))
    assert r.code == FOUND and "command-injection" in r.rules


@pytest.mark.parametrize("line", [0, 1, 2, 3])
def test_any_line_of_the_statement(tmp_path, line):
    lines = ["    os.system(", '        "ls "', "        + name", "    )"]
    lines[line] += "  # nosec"
    r = scan(tmp_path, BAD.replace(CALL, "\n".join(lines) + "\n"))
    assert r.code == CLEAN


def test_comment_line_before(tmp_path):
    assert scan(tmp_path, BAD.replace(CALL, "    # suture: ignore[command-injection] known\n" + CALL)).code == CLEAN
    assert scan(tmp_path, BAD.replace(CALL, "    # nosec\n" + CALL)).code == FOUND


def test_text_in_a_string_is_no_comment(tmp_path):
    assert scan(tmp_path, BAD.replace('"ls "', '"ls # nosec "')).code == FOUND


def test_show_suppressed(tmp_path):
    r = scan(tmp_path, with_comment("# nosec because"), "--show-suppressed")
    (f,) = r.json["findings"]
    assert f["suppressed"] == "because" and r.code == CLEAN
    sarif = suture("scan", "--format", "sarif", "--show-suppressed", "a.py", cwd=tmp_path).json
    assert sarif["runs"][0]["results"][0]["suppressions"] == [{"kind": "inSource", "justification": "because"}]


def test_unused_is_a_finding(tmp_path):
    r = scan(tmp_path, "x = 1  # suture: ignore[xss] old\n")
    assert r.code == FOUND and r.rules == ["unused-suppression"]
    assert scan(tmp_path, "x = 1  # nosec\n").code == CLEAN


def test_unused_is_not_judged_when_rules_were_left_out(tmp_path):
    assert scan(tmp_path, "x = 1  # suture: ignore[xss] old\n", "--select", "sql-injection").code == CLEAN


def test_what_no_rule_finds_is_selected_and_ignored_by_its_name(tmp_path):
    old = "x = 1  # suture: ignore[xss] old\n"
    assert scan(tmp_path, old, "--select", "unused-suppression").rules == ["unused-suppression"]
    assert scan(tmp_path, old, "--select", "unused-*,sql-injection").rules == ["unused-suppression"]
    assert scan(tmp_path, old, "--ignore", "unused-suppression").code == CLEAN
    assert scan(tmp_path, old, "--ignore", "expired-suppression").rules == ["unused-suppression"]
    assert scan(tmp_path, old, "--ignore", "xss").code == CLEAN
    (tmp_path / "suture.toml").write_text('[severity]\nunused-suppression = "high"\n')
    assert scan(tmp_path, old).json["findings"][0]["severity"] == "high"
    (tmp_path / "suture.toml").write_text('[per-file-ignores]\n"a.py" = ["unused-suppression"]\n')
    assert scan(tmp_path, old).code == CLEAN
    assert scan(tmp_path, old, "--ignore", "unused-supression").code == 2


def test_expired_is_a_finding(tmp_path):
    r = scan(tmp_path, with_comment("# suture: ignore[command-injection] until 2001-01-01"))
    assert sorted(r.rules) == ["command-injection", "expired-suppression"]


@pytest.mark.parametrize("day", ["2020-13-45", "2029-02-29", "01.02.2099"])
def test_no_day_of_the_calendar_hides_nothing(tmp_path, day):
    r = scan(tmp_path, with_comment("# suture: ignore[command-injection] until %s because" % day))
    assert sorted(r.rules) == ["command-injection", "expired-suppression"] and "no date" in r.json["findings"][1]["message"]


def test_until_in_words_is_a_reason(tmp_path):
    assert scan(tmp_path, with_comment("# suture: ignore[command-injection] until we have moved")).rules == []


def test_fingerprints_survive_moves(tmp_path):
    before = scan(tmp_path, BAD).json["findings"][0]["id"]
    after = scan(tmp_path, "# a line\n\n\n" + BAD).json["findings"][0]["id"]
    assert before == after
