// Made by `npm run blocklists`; change scripts/blocklists/choice.mjs instead.
// Data of third-party-web 0.30.0 (https://github.com/patrickhulce/third-party-web), MIT License,
// Copyright (c) 2019 Patrick Hulce, with choices and additions of this project: see NOTICE.

/** Hosts that serve advertising; each stands for itself and every host below it. */
export const AD_HOSTS = `
1rx.io 2mdn.net 33across.com 360yield.com 3lift.com 4dex.io a-ads.com a-mo.net a-mx.com a8723.com
aaxads.com acexedge.com acq.io acuityplatform.com ad-delivery.net ad-srv.net ad-stir.com
ad.daum.net ad.mail.ru ad4m.at ad6media.fr adacado.com adblade.com adentifi.com adform.net
adfox.ru adgrx.com adhigh.net adingo.jp adition.com aditude.cloud aditude.io adizio.com
adkernel.com adkontekst.pl adlegend.com adlightning.com adlooxtracking.com admanmedia.com
admatic.com.tr admaym.com admedo.com admixer.net adnami.io adnuntius.delivery adnxs-simple.com
adnxs.com adocean.pl adotmob.com adpushup.com adrecover.com adriver.ru adroll.com adrta.com
ads.nextdoor.com ads.vk.com ads.yahoo.com adsafeprotected.com adscale.de adschoom.com
adsensecustomsearchads.com adserver01.de adservice.google.com adskeeper.com adspeed.net adsrvr.org
adswizz.com adtarget.biz adtarget.com.tr adtdp.com adtelligent.com adthrive.com adtpix.com
adtrafficquality.google adventori.com adverticum.net advertserve.com adwise.bg adx.opera.com
adx1.com adzerk.net afcdn.net affec.tv aimatch.com aimediagroup.com al-adtech.com alcvid.com
altitude-arena.com amazon-adsystem.com amgdgt.com amoad.com amxrtb.com an.yandex.ru
andbeyond.media aniview.com appier.net aralego.com arcspire.io associates-amazon.com audrte.com
awin1.com ayads.co b92.yahoo.co.jp bannerflow.com bannersnack.com basis.net begun.ru
bet365affiliates.com betrad.com betweendigital.com bfmio.com bidderstack.com bidr.io bidswitch.net
bidtheatre.com blismedia.com blogherads.com bounceexchange.com bouncex.net brand-display.com
brealtime.com broadstreetads.com browsiprod.com btloader.com btmessage.com bttrack.com
buysellads.com buysellads.net buzzoola.com carbonads.com carbonads.net casalemedia.com
cdnbasket.net cdnwidget.com celtra.com chitika.net cj.com clickadu.com clickfuse.com
clicktripz.com colossusssp.com company-target.com concert.io confiant-integrations.net
connatix.com connectad.io contentabc.com contextweb.com cootlogix.com copper6.com
counciladvertising.net cpro.baidustatic.com cpx.to creative-serving.com creativecdn.com criteo.com
criteo.net crsspxl.com ctnsnet.com d1eoo1tco6rr5e.cloudfront.net dable.io de17a.com deepintent.com
deliverimp.com deployads.com dianomi.com digitalcaramel.com doubleclick.net doubleverify.com
dsp-api.moloco.com dstillery.com dyntrk.com e-planning.net easy-ads.com elasticad.net emxdgt.com
eqads.com everestads.net everestjs.net exdynsrv.com exoclick.com exosrv.com exponential.com
eyereturn.com ezodn.com ezoic.net ezojs.com fam-ad.com finsburymedia.com firstimpression.io
flashtalking.com flx1.com fout.jp fqtag.com fresh8.co ftjcfx.com fuseplatform.net fwmrm.net
gamoshi.io genieesspv.jp geoedge.be gmossp-sp.jp goadservices.com gonet-ads.com
googleadservices.com googlesyndication.com googletagservices.com gsspat.jp gsspcln.jp gssprt.jp
gumgum.com hubvisor.io hybrid.ai hyperinzerce.cz i-mobile.co.jp ib-ibi.com imedia.cz impact-ad.jp
impactify.media indexww.com infolinks.com ingage.tech inmobi.com innovid.com inskinad.com
intergient.com ipredictive.com iprom.net iqzone.com ivitrack.com izooto.com jivox.com jsrdn.com
juicyads.com justpremium.com kargo.com keywee.co kiosked.com kontera.com krushmedia.com
kueezrtb.com ladsp.com lenmit.com liadm.com liftdsp.com lijit.com linksynergy.com loopme.com
loopme.me m2.ai m6r.eu magsrv.com marinsm.com marketgid.com mathtag.com media.net
media6degrees.com mediago.io mediaplex.com mediav.com mediavine.com mediawallahscript.com
medtargetsystem.com metaffiliation.com mfadsrvr.com mgid.com microad.jp microad.net
minutemedia-prebid.com mmtro.com mobilefuse.com mookie1.com mxptint.net neodatagroup.com
nitropay.com nobid.io omguk.com omnitagjs.com onclickalgo.com onetag-sys.com opecloud.com
openwebmp.com openx.net openxcdn.net optmd.com ortb.net otm-r.com outbrain.com outbrainimg.com
owneriq.net pangle-ads.com pbs.yahoo.com pbstck.com pemsrv.com performax.cz pghub.io pixad.com.tr
pixel.ad playdigo.com playground.xyz polarcdn-engine.com polarcdn-terrax.com polarcdn.com
popads.net popcash.net popin.cc pos.baidu.com postrelease.com presage.io primis.tech
programattik.com propellerads.com provenpixel.com pub.network pubgw.yahoo.com publift.com
pubmatic.com pubmine.com pubnation.com pushcrew.com realsrv.com redintelligence.net
resetdigital.co revcontent.com revjet.com rfihub.com rfihub.net richaudience.com rmtag.com
rtb-oveeo.com rtb.mx rtbhouse.com rtbwave.com rubiconproject.com rutarget.ru sape.ru sascdn.com
scupio.com searchforce.net seedtag.com sekindo.com servenobid.com serverbid.com serving-sys.com
setupad.net shareasale.com sharethrough.com shopimind.com simpli.fi sitescout.com smaato.net
smadex.com smartadserver.com smartclip.net smartytech.io smartytouch.co smct.co smilewanted.com
snigelweb.com socdm.com sonobi.com sovrn.com sparteo.com speedshiftmedia.com sportradarserving.com
springserve.com ssp.disqus.com ssp.rambler.ru ssp.wp.pl stackadapt.com steelhousemedia.com
steepto.com stickyadstv.com storygize.net sundaysky.com swoop.com syndicatedsearch.goog
taboola.com tag.rmp.rakuten.com tagsrvcs.com taptapnetworks.com targetrtb.com teads.tv
technoratimedia.com tempest.services.disqus.com the-ozone-project.com theadex.com
themoneytizer.com tidaltv.com tpmn.co.kr tradedoubler.com tradelab.fr trafficjunky.net
trafficstars.com trafmag.com travelaudience.com tremorhub.com tribalfusion.com truoptik.com
trustx.org tsyndicate.com tubemogul.com turn.com udmserve.net uncn.jp underdog.media undertone.com
unrulymedia.com upravel.com valuecommerce.com venatusmedia.com veoxa.com vidoomy.com visx.net
vntsm.com w55c.net webcontentassessor.com weborama.com weborama.fr wknd.ai xg4ken.com yabidos.com
yabs.yandex.ru yads.c.yimg.jp yandexadexchange.net yellowblue.io yieldify.com yieldlab.net
yieldlove-ad-serving.net yieldlove.com yieldmo.com yieldoptimizer.com zdbb.net zemanta.com
zergnet.com zucks.net
`;

/** Hosts that measure and recognise visitors; each stands for itself and every host below it. */
export const TRACKING_HOSTS = `
2o7.net 3gl.net 51.la 6sc.co a.quora.com abtasty.com ad.gt adalyser.com adobedtm.com
ads-twitter.com ads.linkedin.com adsco.re affiliatly.com agkn.com aidata.io akstat.io
alb.reddit.com albacross.com alocdn.com ampcid.google.com amplitude.com analytics-egain.com
analytics-ipv6.tiktokw.us analytics.ahrefs.com analytics.google.com analytics.mailmunch.co
analytics.shareaholic.com analytics.tiktok.com analytics.twitter.com analytics.yahoo.com
api.ceros.com apm.yahoo.co.jp appboycdn.com appcues.com applicationinsights.azure.com aticdn.net
attributionapp.com audiencedata.net automizely-analytics.com autopilothq.com avmws.com
az416426.vo.msecnd.net b97.yahoo.co.jp b98.yahoo.co.jp b99.yahoo.co.jp barilliance.net
bat.bing.com bat.bing.net beacon.wikia-services.com bizible.com bizibly.com bizographics.com
bizrate.com bluecava.com bluecore.com boomtrain.com bownow.jp boxever.com branch.io
brandmetrics.com brcdn.com browser-intake-datadoghq.com browser-intake-datadoghq.eu
browser.events.data.microsoft.com brsrvr.com btttag.com byside.com c.bing.com c.msn.com
callrail.com calltouch.ru canddi.com cedexis-test.com cedexis.com cetrk.com cfjump.com
chartbeat.com chartbeat.net clarity.ms clearbitjs.com clearbitscripts.com clickagy.com
clickcease.com clickdimensions.com clickguardian.app clicktale.net cloud.umami.is
cloudflareinsights.com cnzz.com codigo.se commander1.com config-security.com confirmit.com
contentsquare.net convertexperiments.com cooladata.com count-server.sharethis.com
counter.rambler.ru crazyegg.com crwdcntrl.net csi.gstatic.com ct.pinterest.com customer.io
cxense.com cxpublic.com d10lpsik1i8c69.cloudfront.net d16fk4ms6rqz1v.cloudfront.net
d1l6p2sc9645hc.cloudfront.net d1n00d49gkbray.cloudfront.net d1stxfv94hrhia.cloudfront.net
d1z2jf7jlzjs58.cloudfront.net d22j4fzzszoii2.cloudfront.net d22xmn10vbouk4.cloudfront.net
d24n15hnbwhuhn.cloudfront.net d26b395fwzu5fz.cloudfront.net d2r1yp2w7bby2u.cloudfront.net
d2tgfbvjf3q6hn.cloudfront.net d2zah9y47r7bi2.cloudfront.net d32hwlnfiv2gyn.cloudfront.net
d3c3cq33003psk.cloudfront.net d3qxef4rp70elm.cloudfront.net d6tizftlrpuof.cloudfront.net
d81mfvml8p5ml.cloudfront.net datadoghq-browser-agent.com datasphere-sbsvc.sharethis.com
dc.services.visualstudio.com decibelinsight.net demandbase.com demdex.net diffuser-cdn.app-us1.com
digitalaudience.io digitaltarget.ru dkpklk99llpj0.cloudfront.net dn1i8v75r669j.cloudfront.net
dnn506yrbagrg.cloudfront.net dotmetrics.net dotomi.com dpmsrv.com dreamdata.cloud dtscout.com
dwin1.com ebis.ne.jp econda-monitor.de effectivemeasure.net effiliation.com emjcd.com
ensighten.com ethn.io etracker.com etracker.de eu-1-id5-sync.com eum-appdynamics.com
events.attentivemobile.com events.framer.com events.launchdarkly.com events.privy.com
events.statsigapi.net everesttech.net evergage.com evgnet.com exactag.com exelator.com exponea.com
extreme-dm.com eyeota.net ezoic.net facebook.net fanplayr.com fastclick.net fastly-insights.com
feedbackify.com force24.co.uk foresee.com freshrelevance.com frog.wix.com fullstory.com gaug.es
gc.zgo.at gemius.pl getclicky.com getkoala.com getrockerbox.com gexperiments1.com glimr.io
go-mpulse.net go2cloud.org goatcounter.com google-analytics.com googleadservices.com
googletagmanager.com goqubit.com gosquared.com govmetric.com granify.com growingio.com
hadronid.net heap-api.com heapanalytics.com heatmap.it hexagon-analytics.com histats.com
hitslink.com hitsprocessor.com hm.baidu.com hmcdn.baidu.com hockeystack.com hotjar.com hotjar.io
hs-analytics.net hs-growth-metrics.com hsadspixel.net hscollectedforms.net i.posthog.com
id-visitors.com id5-sync.com igodigital.com iljmp.com im-apps.net img-cedexis.mncdn.com
impactradius-event.com impactradius-go.com imrworldwide.com indicative.com infinity-tracking.net
insight.adsrvr.org insightexpressai.com inspectlet.com integrate.com intentiq.com inzynk.io
ioam.de ipv6test.net ispot.tv iteratehq.com js-agent.newrelic.com js-cdn.dynatrace.com
js.monitor.azure.com jwpltx.com kaizenplatform.net kameleoon.com kameleoon.eu kameleoon.io
kampyle.com karte.io keen.io kissmetrics.com kraken.rambler.ru l.sharethis.com leadboxer.com
leadforensics.com leadinfo.com leadinfo.net leadmanagerfx.com lfeeder.com lgrckt-in.com
links.services.disqus.com litix.io littledata.io lockerdome.com log.pinterest.com loggly.com
logrocket.com logrocket.io loop11.com lr-in.com lr-ingest.io luckyorange.com luckyorange.net
lytics.io macromill.com marchex.io marketo.net matheranalytics.com matomo.cloud mc.yandex.by
mc.yandex.com mc.yandex.kz mc.yandex.ru mediahawk.co.uk mediaiqdigital.com mediaplex.com
mediarithmics.com merchant-center-analytics.goog miaozhen.com mieru-ca.com mixpanel.com mkt932.com
mktoresp.com ml314.com monetate.net monorail-edge.shopifysvc.com mopinion.com mouseflow.com
mparticle.com mplxtms.com mxpnl.com narrative.io navdmp.com nel.cloudflare.com northbeam.io
nowinteract.com nr-data.net ntv.io nyltx.com ojrq.net ometria.com omniconvert.com omnisendlink.com
omtrdc.net onaudience.com ontame.io optable.co optimizely.com optimove.net oribi.io p.yotpo.com
pages01.net pages02.net pages03.net pages04.net pages05.net pagesense.io parsely.com pbbl.co
pcrl.co pdst.fm pendo.io perfops.net permutive.com pi.pardot.com picreel.com pingdom.net piwik.pro
pixel-config.reddit.com pixel.byspotify.com pixel.wp.com placed.com plausible.io prism.app-us1.com
pro-market.net profitshare.ro psyma.com pubperf.com pulseinsights.com px.mountain.com
px.srvcs.tumblr.com q.quora.com qualaroo.com quantcount.com quantserve.com quantummetric.com
qubit.com rampanel.com rb2b.com rdcdn.com realytics.net referrer.disqus.com refersion.com
research-int.se researchnow.com reson8.com responsetap.com retentionscience.com rezync.com
rkdms.com rlcdn.com roeye.com roeyecdn.com roistat.com rqtrk.eu rudderlabs.com rudderstack.com
sail-horizon.com sail-personalize.com sail-track.com salecycle.com samplicio.us sc-static.net
scarabresearch.com scorecardresearch.com scout-cdn.salesloft.com scout.salesloft.com
securedvisit.com segment.com segment.io segmentapis.com segmint.net semasio.net sensorsdata.cn
servmetric.com shareasale-analytics.com simpleanalyticscdn.com site24x7rum.com
siteimproveanalytics.com siteintercept.qualtrics.com sitewit.com sjv.io skimresources.com slgnt.eu
smarterhq.io smartlook.cloud smartlook.com snap.licdn.com sojern.com sophus3.com speedcurve.com
sstats.adobe.com st.top100.ru stat.tiara.daum.net statcounter.com static-tracking.klaviyo.com
stats.g.doubleclick.net stats.vk-portal.net stats.wordpress.com stats.wp.com stats.wpmucdn.com
sub2tech.com survata.com survicate.com sync.sharethis.com t.co t.eloqua.com t.sharethis.com
tag4arm.com tagcommander.com tailtarget.com tapad.com targetemsecure.blob.core.windows.net tctm.co
tealiumiq.com terminus.services thrtle.com tiqcdn.com tns-counter.ru top-fwz1.mail.ru tp88trk.com
tqlkg.com tr.line.me tr.snapchat.com tr6.snapchat.com track-ap1.hubspot.com track-eu1.hubspot.com
track-na2.hubspot.com track-na3.hubspot.com track.hubspot.com trackcmp.net trackedlink.net
trackedweb.net trackjs.com treasuredata.com trialfire.com tribl.io triblio.com truconversion.com
tryzens-analytics.com tvsquared.com tynt.com uidapi.com umeng.com upsellit.com usabilla.com
usbrowserspeed.com usefathom.com useinsider.com userreport.com userzoom.com utt.impactcdn.com
va.vercel-scripts.com vercel-insights.com veta.naver.com viglink.com visitor-analytics.io
visualwebsiteoptimizer.com vizzit.se voicestar.com wbtrk.net wcfbc.net wcs.naver.com wcs.naver.net
wdfl.co web-call-analytics.com webid.ad.daum.net webtrekk.net webtrends.com webvisor.org
withcabin.com woopra.com wowanalytics.co.uk ws.zoominfo.com wt-eu02.net wt-safetag.com
www.googleoptimize.com www.sc.pages06.net www.sc.pages07.net www.sc.pages08.net wzrkt.com xiti.com
xplosion.de y-track.com yadro.ru yjtag.jp zaius.com zeotap.com zi-scripts.com zqtk.net
`;
