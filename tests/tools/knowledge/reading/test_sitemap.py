"""Addresses are taken out of a sitemap, whatever else stands in it."""

from tools.knowledge.reading.sitemap import MOST_LISTED, addresses, lists_sitemaps

SITEMAP = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>
<urlset><url><loc> https://shop.example/a?x=1&amp;y=2 </loc></url><url><loc><![CDATA[https://shop.example/b]]></loc></url>
<url><loc>https://shop.example/b</loc></url><url><loc>javascript:alert(1)</loc></url><url><loc>https://[</loc></url></urlset>"""


def test_each_address_once() -> None:
    assert addresses(SITEMAP) == ["https://shop.example/a?x=1&y=2", "https://shop.example/b"]
    assert not lists_sitemaps(SITEMAP)


def test_a_list_of_sitemaps_is_known() -> None:
    assert lists_sitemaps('<?xml version="1.0"?><sitemapindex xmlns="x"><sitemap><loc>https://a.example/1.xml</loc>')


def test_what_never_ends_is_read() -> None:
    for piece in ("<loc>", "<loc> ", "<loc><![CDATA[", " "):
        assert addresses("<loc>" + piece * 100_000 + "<loc>https://a.example/</loc>") == ["https://a.example/"]


def test_a_list_without_end_is_looked_at_so_far_only() -> None:
    text = "".join(f"<loc>http://club.example/{number}</loc>" for number in range(MOST_LISTED + 500))
    assert len(addresses(text)) == MOST_LISTED
