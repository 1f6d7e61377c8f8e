% include("head", title=title)
% for row in rows:
<b>{{!row}}</b>
% end
