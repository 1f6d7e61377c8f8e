import re
import bleach
import nh3
SCRIPT = re.compile(r"<script.*?>.*?</script>", re.I)  # want: bad-tag-filter
def strip_script(text):
    return re.sub(r"<script>.*</script>", "", text)  # want: bad-tag-filter
def strip_tags(text):
    return re.sub(r"<script[^>]*>.*?</script>", "", text, flags=re.S | re.I)  # want: bad-tag-filter
def cleaned(text):
    return bleach.clean(text, tags=["b", "i"])  # fine: bad-tag-filter
def cleaned_too(text):
    return nh3.clean(text)  # fine: bad-tag-filter
def log_tag(text):
    return re.sub(r"<request-id:.*?>", "", text)  # fine: bad-tag-filter
