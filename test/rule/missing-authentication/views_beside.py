# Django's views: one asks for no login, those beside it do.
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DeleteView, DetailView, UpdateView
from rest_framework.permissions import IsAuthenticated
from rest_framework.views import APIView

from .models import Comment, Post


@login_required
@require_POST
def edit(request, pk):
    Post.objects.filter(pk=pk, author=request.user).update(text=request.POST["text"])
    return JsonResponse({})


@login_required
@require_POST
def add(request):
    Post.objects.create(author=request.user, text=request.POST["text"])
    return JsonResponse({})


@require_POST
def remove(request, pk):  # want: missing-authentication
    Post.objects.get(pk=pk).delete()
    return JsonResponse({})


def drop(request, pk):  # want: missing-authentication
    post = get_object_or_404(Post.objects, pk=pk)
    post.delete()
    return JsonResponse({})


@require_POST
def comment(request, pk):  # fine: missing-authentication
    Comment.objects.create(post_id=pk, text=request.POST["text"])
    return JsonResponse({})


def show(request, pk):  # fine: missing-authentication
    return JsonResponse({"text": Post.objects.get(pk=pk).text})


@require_POST
def remove_own(request, pk):  # fine: missing-authentication
    Post.objects.filter(pk=pk, author=request.user).delete()
    return JsonResponse({})


@require_POST
def remove_by_link(request, token):  # fine: missing-authentication
    Post.objects.get(token=token).delete()
    return JsonResponse({})


class Edit(LoginRequiredMixin, UpdateView):
    model = Post


class Add(LoginRequiredMixin, CreateView):
    model = Post


class Remove(DeleteView):  # want: missing-authentication
    model = Post


class Show(DetailView):  # fine: missing-authentication
    model = Post


@method_decorator(login_required, name="dispatch")
class RemoveAsked(DeleteView):  # fine: missing-authentication
    model = Post


class Guarded(LoginRequiredMixin):
    pass


class RemoveInherited(Guarded, DeleteView):  # fine: missing-authentication
    model = Post


class Change(APIView):
    permission_classes = [IsAuthenticated]

    def post(self, request, pk):
        Post.objects.filter(pk=pk, author=request.user).update(text=request.data["text"])


class Purge(APIView):  # want: missing-authentication
    def delete(self, request, pk):
        Post.objects.get(pk=pk).delete()


class Read(APIView):  # fine: missing-authentication
    def get(self, request, pk):
        return Post.objects.get(pk=pk)
