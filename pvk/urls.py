from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, include, path

from common.guards import public, signed_in
from organisation.views import style
from pvk import views

handler500 = "pvk.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("over/", views.about, name="about"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("thema/<str:version>.css", style.theme_css, name="theme_css"),
    path("thema/logo/<str:digest>/", style.logo, name="logo"),
    path("gezond/leeft/", views.alive, name="alive"),
    path("gezond/klaar/", views.ready, name="ready"),
    path(
        "inloggen/",
        public(LoginView.as_view(template_name="organisation/login.html", redirect_authenticated_user=True)),
        name="login",
    ),
    path("uitloggen/", signed_in(LogoutView.as_view()), name="logout"),
    path("beheer/advies/", include("analysis.urls_rulebook")),
    path("beheer/", include("organisation.urls")),
    path("", include("common.urls")),
    path("signalen/", include("signals.urls")),
    path("casussen/<int:case_pk>/analyse/", include("analysis.urls")),
    path("casussen/", include("cases.urls")),
    path("", include("workshops.urls")),
    path("praktijkvoorbeelden/", include("analysis.urls_library")),
    path("oefenen/", include("analysis.urls_training")),
    path("plannen/", include("plans.urls")),
    path("", include("plans.urls_policy")),
    path("evaluaties/", include("evaluation.urls")),
    path("uitleg/", include("method.urls")),
    path("bronnen/", include("organisation.urls_resources")),
]
