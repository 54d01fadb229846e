"""Agencies and points in every included province, under the rulebook's own places."""

from collections import Counter
from datetime import date

from onecard.doors.demo.plan import XPCC, agencies, counties_of, included_provinces, issuer_of, points

TODAY = date(2026, 11, 23)


def test_every_included_province_and_the_corps_have_the_same_seven_organisations(book):
    by_province = Counter(agency.province for agency in agencies(book))
    assert len(by_province) == 32
    assert set(by_province.values()) == {7}
    assert not {710000, 810000, 820000} & by_province.keys()


def test_every_province_has_bus_gates_and_every_listed_site_a_gate_an_office_and_a_till(book):
    planned = list(points(book, TODAY))
    assert {p.province for p in planned if p.scene == "transit"} == set(included_provinces(book))
    sites = {p.settings["site"] for p in planned if p.scene == "tourism"}
    assert len(sites) > 5
    for site in sites:
        assert {p.kind for p in planned if p.settings.get("site") == site} == {"gate", "office", "till"}


def test_points_stand_in_places_the_rulebook_knows_and_have_keys_of_their_own(book):
    planned = list(points(book, TODAY))
    assert len({p.key for p in planned}) == len(planned)
    assert all(p.division in book.places.divisions for p in planned)


def test_people_of_the_corps_cities_hold_the_corps_cards_and_others_their_provinces(book):
    assert issuer_of(659001) == XPCC
    assert issuer_of(653101) == 650000
    issuers = {issuer_of(county) for province in included_provinces(book) for county in counties_of(book, province)}
    assert issuers == set(included_provinces(book))
