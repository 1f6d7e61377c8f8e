from net import fetch_in_test


def test_answers():
    assert fetch_in_test("https://a.example.org", verify=False).ok
