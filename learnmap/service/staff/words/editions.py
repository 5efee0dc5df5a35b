"""What the pages of editions say."""

from typing import Final

EDITIONS: Final[dict[str, tuple[str, str]]] = {
    "editions": ("年度版", "Editions"),
    "editions_lead": (
        (
            "每年每张地图一个年度版：起草、审核、发布。发布后不再改变；要更正就发布新的修订版，"
            "旧的仍在原地址。"
        ),
        (
            "One edition for each map and year: drafted, reviewed, published. What is "
            "published never changes; a correction is a new revision, and the old one stays at "
            "its address."
        ),
    ),
    "edition_no_editions": ("还没有年度版。", "There are no editions yet."),
    "edition_map_learning": ("学习地图", "Learning map"),
    "edition_map_elderly": ("老年教育地图", "Map of learning in later life"),
    "edition_map_humanities": ("人文行走地图", "Humanities walking map"),
    "edition_which_map": ("地图", "Map"),
    "edition_year": ("年份", "Year"),
    "edition_revision": ("修订版", "Revision"),
    "edition_revision_of": ("第 {number} 版", "revision {number}"),
    "edition_who_when": ("谁、何时", "Who and when"),
    "edition_status_draft": ("草稿", "Draft"),
    "edition_status_in_review": ("待审核", "In review"),
    "edition_status_approved": ("审核通过，待发布", "Approved, to be published"),
    "edition_status_published": ("已发布", "Published"),
    "edition_status_superseded": ("已被新修订版取代", "Superseded"),
    "edition_status_withdrawn": ("已撤回", "Withdrawn"),
    "edition_begin_draft": ("起草年度版", "Begin a draft"),
    "edition_approval_number": ("审图号", "Map approval number"),
    "edition_approval_exemption": ("不需要审图号的理由", "Why no map approval is needed"),
    "edition_approval_hint": (
        "两项填一项；现在可以空着，发布之前必须填。会印在地图和每份下载文件上。",
        (
            "Fill in one of the two; both may wait until it is published. It is shown on the "
            "map and on each download."
        ),
    ),
    "edition_approval_section": ("审图号", "Map approval"),
    "edition_keep_approval": ("保存审图信息", "Save the approval"),
    "edition_done_approval": ("已保存审图信息。", "The approval is saved."),
    "edition_done_draft": ("草稿已建立。", "The draft is begun."),
    "edition_fault_year": (
        "年份须为四位数字，1900 到 2200。",
        "The year has four digits, from 1900 to 2200.",
    ),
    "edition_fault_map": ("请选择地图。", "Choose a map."),
    "edition_fault_published": (
        "{year} 年的这张地图已经发布（第 {revision} 版）。要更正，请打开它并“开始更正”。",
        (
            "This map of {year} is published already (revision {revision}). To correct it, "
            "open it and begin a correction."
        ),
    ),
    "edition_back_editions": ("返回年度版", "Back to the editions"),
    "edition_look": ("看地图", "Look at the map"),
    "edition_preview_note": (
        "按现在的内容画出，与发布后的网页相同；在新标签页打开，约需一分钟。",
        (
            "Drawn of what is there now, just as it would be published; it opens in a new tab "
            "and takes up to a minute."
        ),
    ),
    "edition_preview": ("预览草稿的地图", "Preview the map of the draft"),
    "edition_history": ("经过", "What happened so far"),
    "edition_checks": ("发布前检查", "Checks before publishing"),
    "edition_check_now": ("现在检查", "Check now"),
    "edition_check_again": ("重新检查", "Check again"),
    "edition_not_checked": (
        "还没有检查过现在的内容。检查约需一分钟，不会改动任何东西。",
        (
            "What is there now was not checked yet. The checks take up to a minute and change "
            "nothing."
        ),
    ),
    "edition_checked_at": (
        "{when} 检查；发布时还会再查一次。",
        "Checked at {when}; it is checked again when it is published.",
    ),
    "edition_nothing_found": ("检查没有发现问题。", "The checks found nothing."),
    "edition_blocks": ("必须解决", "Blocks publishing"),
    "edition_warns": ("提醒", "Warning"),
    "edition_mend": ("去处理", "Mend it"),
    "edition_check_approval_missing": (
        "还没有审图号，也没有写明不需要的理由。",
        "There is neither a map approval number nor a reason why none is needed.",
    ),
    "edition_check_review_missing": (
        "还没有经第二个人审核通过。",
        "No second person has approved it yet.",
    ),
    "edition_check_accuracy": ("可达范围的误差", "Accuracy of the catchments"),
    "edition_check_address": ("地址", "Addresses"),
    "edition_check_approval": ("审图号", "Map approval"),
    "edition_check_assured": ("核实日期", "Assured dates"),
    "edition_check_catchments": ("步行可达范围", "Catchments"),
    "edition_check_certificate": ("误差认证", "Certificate"),
    "edition_check_fictional": ("虚构数据", "Invented data"),
    "edition_check_joined": ("接入街道", "Joined to streets"),
    "edition_check_opening_hours": ("开放时间", "Opening hours"),
    "edition_check_page": ("页面大小", "Size of the page"),
    "edition_check_quarantine": ("隔离中的导入", "Imports in quarantine"),
    "edition_check_review": ("审核", "Review"),
    "edition_check_second_person": ("两人原则", "Second person"),
    "edition_check_streets": ("街道数据", "Streets"),
    "edition_check_translation": ("译名", "Translations"),
    "edition_remedy_accuracy": (
        "请技术人员查看误差较大的可达范围并重新认证。",
        "Have the catchments looked at and certified again.",
    ),
    "edition_remedy_address": ("在学习点里补上地址。", "Add the addresses of these points."),
    "edition_remedy_assured": (
        "逐个核实这些学习点，并填写核实日期。",
        "Verify these points and give the day.",
    ),
    "edition_remedy_catchments": (
        "学习点或街道有改动，步行可达范围要重新计算，约需几分钟。",
        "Points or streets have changed, so that they have to be computed again; a few minutes.",
    ),
    "edition_remedy_certificate": (
        "请测一次可达范围的误差，约需几分钟。",
        "Have it measured how exact they are; a few minutes.",
    ),
    "edition_remedy_fictional": (
        "公开之前把虚构的学习点去掉。",
        "Take invented points out before the public sees them.",
    ),
    "edition_remedy_joined": (
        "检查这些点的位置和出入口；或运行 learnmap catchments explain。",
        "Check where these points and their entrances are, or run `learnmap catchments explain`.",
    ),
    "edition_remedy_opening_hours": (
        "在学习点里补上开放时间。",
        "Add the opening hours of these points.",
    ),
    "edition_remedy_quarantine": (
        "逐条确认它的警告再导入，或者放弃这次导入。",
        "Confirm its warnings and apply it, or discard it.",
    ),
    "edition_remedy_review": (
        "提交审核，请另一个人审核。",
        "Submit it, and let another person review it.",
    ),
    "edition_remedy_approval": ("填写下面的审图信息。", "Fill in the map approval below."),
    "edition_remedy_second_person": (
        "请另一个人发布，或请另一个人先审核。",
        "Let another person publish it, or review it first.",
    ),
    "edition_remedy_streets": (
        "请技术人员用较新的街道数据重建路网。",
        "Have the network built from newer streets.",
    ),
    "edition_remedy_translation": ("补上缺少的名称。", "Give the names that are missing."),
    "edition_override_reason": (
        "仍要发布的理由：{check}",
        "Why it is published all the same: {check}",
    ),
    "edition_override_hint": (
        "理由写进操作记录，并印在发布的地图上。",
        "The reason goes into the record and is shown on the published map.",
    ),
    "edition_submit": ("提交审核", "Submit for review"),
    "edition_submit_note": (
        "把现在的内容交给另一个人审核。之后内容若有改动，须重新提交。约需一分钟。",
        (
            "Gives what is there now to another person to review. If it changes afterwards it "
            "has to be submitted again. It takes up to a minute."
        ),
    ),
    "edition_submit_again": ("按现在的内容重新提交", "Submit again what is there now"),
    "edition_review": ("审核", "Review"),
    "edition_review_note": (
        "先预览地图、看检查结果，再决定。通过的是提交时的内容：之后内容若变了，就不能通过。",
        (
            "Look at the preview and the checks first. What you approve is what was submitted: "
            "if it has changed since, it cannot be approved."
        ),
    ),
    "edition_approve": ("审核通过", "Approve"),
    "edition_note": ("意见（可不填）", "Note (may be left out)"),
    "edition_send_back": ("退回修改", "Send back"),
    "edition_send_back_note": ("哪里要改", "What is to be mended"),
    "edition_not_yours_created": (
        "这份草稿是您建立的，须由另一个人审核。",
        "You began this draft; another person reviews it.",
    ),
    "edition_not_yours_submitted": (
        "这份草稿是您提交的，须由另一个人审核。",
        "You submitted this draft; another person reviews it.",
    ),
    "edition_not_yours_content": (
        "其中有您录入或导入的内容，须由另一个人审核。",
        "It shows what you brought in; another person reviews it.",
    ),
    "edition_who_may_not": (
        "内容由 {names} 录入；他们不能审核。",
        "{names} brought in what it shows and may not review it.",
    ),
    "edition_waits_review": ("等待另一个人审核。", "It waits for another person's review."),
    "edition_waits_publish": (
        "审核已通过，等待发布人发布。",
        "It is approved and waits for a publisher.",
    ),
    "edition_publish": ("发布", "Publish"),
    "edition_publish_what": (
        "将发布：{map}，{year} 年，第 {revision} 版，地址 {address}。",
        "This publishes: {map}, {year}, revision {revision}, at {address}.",
    ),
    "edition_publish_forever": (
        (
            "发布后任何人都能看到，内容不再改变，也不能删除；有错只能更正（新修订版）或撤回。发"
            "布后显示清单的 SHA-256，任何人可以据此核对。"
        ),
        (
            "Everybody can see it afterwards. It never changes and cannot be deleted; a "
            "mistake is corrected by a new revision, or it is withdrawn. You then see the "
            "SHA-256 of its manifest, by which anybody can verify it."
        ),
    ),
    "edition_publish_supersedes": (
        "现在发布的第 {revision} 版会被取代，仍留在自己的地址。",
        "It takes the place of revision {revision}, which stays at its own address.",
    ),
    "edition_publish_sure": ("我知道发布后不能再改", "I know that it cannot be changed afterwards"),
    "edition_publish_unsure": (
        "请先勾选“我知道发布后不能再改”。",
        "First tick that you know it cannot be changed afterwards.",
    ),
    "edition_publish_check_first": (
        "发布之前先做一次检查。",
        "Run the checks first, then publish.",
    ),
    "edition_publish_blocked": (
        "还有必须解决、不能说明理由越过的问题，解决后重新检查。",
        "Some findings must be mended and cannot be overridden. Mend them and check again.",
    ),
    "edition_publish_reason_missing": (
        "要越过的每项检查都要写理由。",
        "Give a reason for each check that is overridden.",
    ),
    "edition_withdraw": ("撤回", "Withdraw"),
    "edition_withdraw_note": (
        "公众将看到撤回的理由，看不到地图。撤回后不能恢复，只能发布新的修订版。",
        (
            "The public sees your reason in the map's place. It cannot be taken back; only a "
            "new revision can follow."
        ),
    ),
    "edition_withdraw_reason": (
        "撤回的理由（会公开）",
        "Why it is withdrawn (shown to the public)",
    ),
    "edition_done_withdraw": ("已撤回。", "It is withdrawn."),
    "edition_revise": ("更正", "Correct it"),
    "edition_revise_note": (
        "建立新的修订版草稿。已发布的保持不变，直到新版发布；之后仍留在自己的地址。",
        (
            "Begins the draft of a new revision. The published one stays as it is until that "
            "is published, and at its own address afterwards."
        ),
    ),
    "edition_revise_reason": ("更正什么（会公开）", "What it corrects (shown to the public)"),
    "edition_begin_revision": ("开始更正", "Begin a correction"),
    "edition_done_revise": ("更正的草稿已建立。", "The draft of the correction is begun."),
    "edition_revision_begun": ("更正的草稿已经在写：", "A correction is begun already:"),
    "edition_done_return": ("已退回修改。", "It is sent back."),
    "edition_done_submit": ("已提交审核。", "It is submitted for review."),
    "edition_done_approve": ("审核已通过，可以发布。", "It is approved and can be published."),
    "edition_done_publish": ("已发布。", "It is published."),
    "edition_compute": ("计算步行可达范围", "Compute the catchments"),
    "edition_certify": ("测量误差", "Measure how exact they are"),
    "edition_step_compute": ("正在计算步行可达范围", "Computing the catchments"),
    "edition_step_certify": ("正在测量误差", "Measuring how exact the catchments are"),
    "edition_done_compute": (
        "步行可达范围已经算好，并重新检查过。",
        "The catchments are computed, and all was checked again.",
    ),
    "edition_done_certify": (
        "误差已经测好，并重新检查过。",
        "How exact they are is measured, and all was checked again.",
    ),
    "edition_done_check": ("检查完成。", "The checks are done."),
    "edition_step_lost": (
        "服务重新启动过。下面是现在的状态；刚才那一步若没有完成，请再做一次。",
        (
            "The service was started again. Below is what holds now; if your last step is not "
            "done, take it again."
        ),
    ),
    "edition_reason_missing": ("请写明理由。", "Give a reason."),
    "edition_note_missing": ("请写明哪里要改。", "Say what is to be mended."),
    "edition_step_check": ("正在检查", "The checks are under way"),
    "edition_step_submit": ("正在提交审核", "It is being submitted"),
    "edition_step_approve": ("正在核对审核的内容", "It is being approved"),
    "edition_step_publish": ("正在发布", "It is being published"),
    "edition_step_note": (
        "约需一分钟。可以离开此页，工作会继续；不要再点一次。",
        (
            "This takes up to a minute. You may leave this page, the work goes on; do not "
            "start it again."
        ),
    ),
    "edition_step_look": ("看看好了没有", "See whether it is done"),
    "edition_step_failed": ("没有完成", "It was not done"),
    "edition_step_unchanged": ("什么都没有改动。", "Nothing was changed."),
    "edition_to_edition": ("回到这个年度版", "Back to the edition"),
    "edition_fault_gate": (
        "发布前检查还有必须解决的问题，见检查结果。",
        "The checks found what blocks publishing; see their list.",
    ),
    "edition_fault_ready": (
        "还缺一步准备工作，请技术人员处理：",
        "A step is missing that has to be done first:",
    ),
    "edition_fault_meanwhile": (
        "其间 {who} 已在 {when} 发布了第 {revision} 版；您的这一步没有做。",
        "Meanwhile {who} published revision {revision} at {when}; your step was not taken.",
    ),
    "edition_fault_same": (
        "同样的内容已经在审核中。",
        "The very same content is in review already.",
    ),
    "edition_fault_content_changed": (
        "提交之后内容变了。请退回或重新提交，再审核现在的内容。",
        (
            "The content changed since it was submitted. Send it back or submit it again, then "
            "review what is there now."
        ),
    ),
    "edition_fault_review_changed": (
        "其间有人改了它的状态。请看现在的状态再做。",
        "Somebody else took a step meanwhile. Look at what holds now.",
    ),
    "edition_fault_second": ("这一步须由另一个人来做。", "Another person has to take this step."),
    "edition_fault_other": ("没有做成，原因：", "It could not be done:"),
    "edition_fault_internal": (
        "服务出了错。请把编号 {reference} 告诉技术人员。",
        "Something went wrong in the service. Give the reference {reference} to whoever runs it.",
    ),
    "edition_fault_state": (
        "其间它的状态变了：现在是“{status}”。什么都没有改动。",
        "It is “{status}” by now, so nothing was changed.",
    ),
    "edition_published_section": ("发布情况", "Publication"),
    "edition_address": ("公开地址", "Public address"),
    "edition_own_address": ("本修订版的地址", "Address of this revision"),
    "edition_manifest_hash": ("清单的 SHA-256", "SHA-256 of the manifest"),
    "edition_published_by": ("发布人", "Published by"),
    "edition_published_at": ("发布时间", "Published at"),
    "edition_reviewed_by": ("审核人", "Reviewed by"),
    "edition_created_by": ("起草人", "Drafted by"),
    "edition_reason": ("理由", "Reason"),
    "edition_corrects": ("更正内容", "What it corrects"),
    "edition_qr": ("扫码打开这张地图", "QR code that opens this map"),
    "edition_no_qr": (
        "还没有设置对外网址（LEARNMAP_PUBLIC_URL），所以没有二维码。",
        "There are no QR codes, since no public address is set (LEARNMAP_PUBLIC_URL).",
    ),
    "edition_downloads": ("下载", "Downloads"),
    "edition_all_downloads": ("全部下载文件", "All downloads"),
    "edition_downloads_made": (
        "正在生成下载文件，稍后刷新此页。",
        "The downloads are being made; load this page again in a while.",
    ),
    "edition_other_revisions": ("同一年的其他修订版", "Other revisions of this year"),
    "edition_open_published": ("打开公开的地图", "Open the published map"),
    "edition_compare_with": ("与 {year} 年对比", "Compare with {year}"),
}
