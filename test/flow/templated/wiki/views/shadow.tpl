% for title in fixed:
% try:
<i>{{!title}}</i>
% end
% class A:
% pass
% end
<b>{{!title}}</b>
% end
