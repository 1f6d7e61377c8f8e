% for row in rows:
% try:
<i>{{row}}</i>
% except ValueError:
% pass
% end
% with lock(row) as held:
<i>{{!held}}</i>
% end
% def shown(x):
<u>{{x}}</u>
% end
<b>{{!row}}</b>
% end
