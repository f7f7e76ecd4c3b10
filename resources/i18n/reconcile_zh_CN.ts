<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>reconcile</name>
    <message>
        <source>Bank</source>
        <translation>银行</translation>
    </message>
    <message>
        <source>Tills</source>
        <translation>收银机</translation>
    </message>
    <message>
        <source>Bank statements</source>
        <translation>银行对账单</translation>
    </message>
    <message>
        <source>Shifts</source>
        <translation>班次</translation>
    </message>
    <message>
        <source>Choose a bank statement</source>
        <translation>选择银行对账单</translation>
    </message>
    <message>
        <source>Bank statements (camt.053, CSV)</source>
        <translation>银行对账单（camt.053、CSV）</translation>
    </message>
    <message>
        <source>Result as CSV</source>
        <translation>结果 CSV</translation>
    </message>
    <message>
        <source>Holding it against the books…</source>
        <translation>正在核对…</translation>
    </message>
    <message>
        <source>Drop the bank’s statement here</source>
        <translation>把银行对账单放到这里</translation>
    </message>
    <message>
        <source>Let go to read this statement</source>
        <translation>松开即读取</translation>
    </message>
    <message>
        <source>A camt.053 file or a CSV from online banking. Each line is held against payouts and top-ups: what fits is confirmed, what does not is named with its likely cause. The same file again changes nothing.</source>
        <translation>网上银行的 camt.053 文件或 CSV。每一行都与打款和充值核对：相符的确认，不符的说明可能的原因。同一文件再次读取不会改变任何内容。</translation>
    </message>
    <message>
        <source>A CSV begins with: date,amount,currency,reference,counterparty,text</source>
        <translation>CSV 首行：date,amount,currency,reference,counterparty,text</translation>
    </message>
    <message>
        <source>{name} was not taken</source>
        <translation>{name} 未读取</translation>
    </message>
    <message>
        <source>{text}</source>
        <translation>{text}</translation>
    </message>
    <message>
        <source>Not known yet if it was taken. Choose it again: it is never taken twice.</source>
        <translation>尚不确定是否已读取。请再选一次：不会重复读取。</translation>
    </message>
    <message>
        <source>It is larger than 8 MB. Ask the bank for shorter periods.</source>
        <translation>文件大于 8 MB，请向银行索取较短时段的对账单。</translation>
    </message>
    <message>
        <source>The file can’t be read. Is it still there?</source>
        <translation>文件无法读取。它还在吗？</translation>
    </message>
    <message>
        <source>This is not a text file. Choose camt.053 (XML) or CSV, not PDF.</source>
        <translation>这不是文本文件。请选择 camt.053（XML）或 CSV，不是 PDF。</translation>
    </message>
    <message>
        <source>This file was taken before, on {day}</source>
        <translation>此文件已于 {day} 读取过</translation>
    </message>
    <message>
        <source>Nothing was done again. This is what was found then.</source>
        <translation>没有重复处理。以下是当时的结果。</translation>
    </message>
    <message>
        <source>Everything fits</source>
        <translation>全部相符</translation>
    </message>
    <message>
        <source>Differences: {count}</source>
        <translation>不符：{count}</translation>
    </message>
    <message>
        <source>{matched} of {entries} lines match. In {in_minor}, out {out_minor}.</source>
        <translation>{entries} 行中 {matched} 行相符。转入 {in_minor}，转出 {out_minor}。</translation>
    </message>
    <message>
        <source>This statement is of {account}</source>
        <translation>此对账单属于账户 {account}</translation>
    </message>
    <message>
        <source>Payouts are paid from {payer}. Is it the right file?</source>
        <translation>打款账户是 {payer}。文件对吗？</translation>
    </message>
    <message>
        <source>The balances differ from the lines by {gap_minor}</source>
        <translation>余额与明细相差 {gap_minor}</translation>
    </message>
    <message>
        <source>The file is incomplete. Ask the bank for it again.</source>
        <translation>文件不完整，请向银行重新索取。</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>不符</translation>
    </message>
    <message>
        <source>On no statement so far</source>
        <translation>尚未出现在对账单上</translation>
    </message>
    <message>
        <source>Matched</source>
        <translation>相符</translation>
    </message>
    <message>
        <source>{count} more stand in the CSV.</source>
        <translation>另有 {count} 行在 CSV 中。</translation>
    </message>
    <message>
        <source>instructed on {day}</source>
        <translation>{day} 已指示</translation>
    </message>
    <message>
        <source>Payout to {name}</source>
        <translation>打款给 {name}</translation>
    </message>
    <message>
        <source>Top-up by {name}</source>
        <translation>通过 {name} 充值</translation>
    </message>
    <message>
        <source>expected {expected_minor}</source>
        <translation>应为 {expected_minor}</translation>
    </message>
    <message>
        <source>No name</source>
        <translation>无名称</translation>
    </message>
    <message>
        <source>It is this payout</source>
        <translation>就是这笔打款</translation>
    </message>
    <message>
        <source>noted as arrived</source>
        <translation>已记为到账</translation>
    </message>
    <message>
        <source>The payout of {amount_minor} arrived</source>
        <translation>{amount_minor} 的打款已到账</translation>
    </message>
    <message>
        <source>Kept as {file}</source>
        <translation>已保存为 {file}</translation>
    </message>
    <message>
        <source>{name} could not be kept</source>
        <translation>{name} 无法保存</translation>
    </message>
    <message>
        <source>Twice</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>An earlier line was matched with the same: the bank may have booked it twice.</source>
        <translation>前面一行已与同一笔相符：银行可能记了两次。</translation>
    </message>
    <message>
        <source>Ask the bank. If it was booked twice, it has to give one back.</source>
        <translation>请询问银行。如果记了两次，须退回一笔。</translation>
    </message>
    <message>
        <source>Other amount</source>
        <translation>金额不同</translation>
    </message>
    <message>
        <source>The bank may have kept a charge, or a digit is wrong.</source>
        <translation>银行可能扣了手续费，或数字有误。</translation>
    </message>
    <message>
        <source>Compare with the instruction, and ask the bank for what is missing.</source>
        <translation>与指示核对，差额请询问银行。</translation>
    </message>
    <message>
        <source>Other currency</source>
        <translation>币种不同</translation>
    </message>
    <message>
        <source>Another currency than was instructed: the bank may have exchanged it.</source>
        <translation>与指示的币种不同：银行可能换算了。</translation>
    </message>
    <message>
        <source>Ask the bank at which rate, and note the rest as a cost.</source>
        <translation>请向银行询问换算的比例，差额记为费用。</translation>
    </message>
    <message>
        <source>Sent back</source>
        <translation>已退回</translation>
    </message>
    <message>
        <source>The bank sent the payout back: the account may be closed or its number wrong.</source>
        <translation>银行退回了打款：账户可能已关闭，或账号有误。</translation>
    </message>
    <message>
        <source>Ask the merchant for its account, correct it, and release the batch again under Payouts.</source>
        <translation>请向商户确认账户并更正，再到“打款”中重新打款。</translation>
    </message>
    <message>
        <source>Given up before</source>
        <translation>此前已放弃</translation>
    </message>
    <message>
        <source>This payout had been given up, and the bank names it again.</source>
        <translation>这笔打款此前已放弃，银行又提到它。</translation>
    </message>
    <message>
        <source>Ask the bank what became of it before the batch is released again.</source>
        <translation>重新打款前，请先询问银行结果。</translation>
    </message>
    <message>
        <source>Likely a payout</source>
        <translation>可能是打款</translation>
    </message>
    <message>
        <source>One payout that waits has this amount; the bank did not repeat its reference.</source>
        <translation>有一笔待确认的打款金额相同；银行没有带回参考号。</translation>
    </message>
    <message>
        <source>Look at name and day. If it is this payout, say so.</source>
        <translation>请看名称和日期。如果就是这笔，请确认。</translation>
    </message>
    <message>
        <source>Not ordered here</source>
        <translation>非本平台指示</translation>
    </message>
    <message>
        <source>Money went out that was not instructed here: a payment by hand?</source>
        <translation>有款项转出，但不是本平台指示的：是手工付款吗？</translation>
    </message>
    <message>
        <source>Find who ordered it. It is in no books here.</source>
        <translation>请查明是谁指示的。本平台账上没有。</translation>
    </message>
    <message>
        <source>Of nothing known</source>
        <translation>来源不明</translation>
    </message>
    <message>
        <source>Money came in that belongs to no top-up or payout: a provider’s lump sum, or not for us.</source>
        <translation>有款项转入，但不属于任何充值或打款：可能是支付服务商的合计款，或不是给我们的。</translation>
    </message>
    <message>
        <source>Compare with the provider’s list.</source>
        <translation>请与支付服务商的清单核对。</translation>
    </message>
    <message>
        <source>Bank’s charge</source>
        <translation>银行手续费</translation>
    </message>
    <message>
        <source>The bank’s own charge.</source>
        <translation>银行自己的手续费。</translation>
    </message>
    <message>
        <source>A cost of the platform, for its own accounts.</source>
        <translation>平台的费用，记入平台自己的账。</translation>
    </message>
    <message>
        <source>{till}, shift {number}</source>
        <translation>{till}，班次 {number}</translation>
    </message>
    <message>
        <source>No shift so far</source>
        <translation>还没有班次</translation>
    </message>
    <message>
        <source>Each shift stands here once a till opens one: what was counted, beside what the ledger says.</source>
        <translation>收银机开班后，每个班次都会列在这里：实点金额与账本并列。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Agrees</source>
        <translation>相符</translation>
    </message>
    <message>
        <source>{who}, {day}, {begins} to {ends}</source>
        <translation>{who}，{day}，{begins} 至 {ends}</translation>
    </message>
    <message>
        <source>{who}, {day}, since {begins}</source>
        <translation>{who}，{day}，{begins} 起</translation>
    </message>
    <message>
        <source>Till</source>
        <translation>收银机</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>账本</translation>
    </message>
    <message>
        <source>Paid by code ({count})</source>
        <translation>付款码支付（{count}）</translation>
    </message>
    <message>
        <source>Cash top-ups, less given back</source>
        <translation>现金充值，减去退还</translation>
    </message>
    <message>
        <source>Counted; expected</source>
        <translation>实点；应有</translation>
    </message>
    <message>
        <source>Over or short</source>
        <translation>多或少</translation>
    </message>
    <message>
        <source>Before it, with no shift open</source>
        <translation>此前未开班期间</translation>
    </message>
    <message>
        <source>Reason told: {reason}</source>
        <translation>所述原因：{reason}</translation>
    </message>
    <message>
        <source>Nobody has said why so far.</source>
        <translation>还没有人说明原因。</translation>
    </message>
    <message>
        <source>{merchant}, {till}: {amount} in cash with no shift open</source>
        <translation>{merchant}，{till}：未开班期间现金 {amount}</translation>
    </message>
    <message>
        <source>Since {day}, {clock}. The next shift names it apart.</source>
        <translation>{day} {clock} 起。下一班次会单独列出。</translation>
    </message>
    <message>
        <source>This till never had a shift. Opening one makes cash countable.</source>
        <translation>这台收银机从未开班。开班后现金才能清点。</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>多</translation>
    </message>
    <message>
        <source>More was counted than is expected: change not given, or cash put in without a note.</source>
        <translation>实点多于应有：未找零，或放入现金没有记录。</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>少</translation>
    </message>
    <message>
        <source>Less was counted than is expected: change given wrong, or cash taken out without a note.</source>
        <translation>实点少于应有：找零有误，或取出现金没有记录。</translation>
    </message>
    <message>
        <source>Not as posted</source>
        <translation>入账不符</translation>
    </message>
    <message>
        <source>The ledger has another over or short than was counted. Have the books verified.</source>
        <translation>账本上的多少与实点不同。请核查账本。</translation>
    </message>
    <message>
        <source>Sales differ</source>
        <translation>交易不符</translation>
    </message>
    <message>
        <source>The receipts of the shift and the ledger differ. Have the books verified.</source>
        <translation>班次的小票与账本不同。请核查账本。</translation>
    </message>
    <message>
        <source>Cash differs</source>
        <translation>现金不符</translation>
    </message>
    <message>
        <source>The drawer and the ledger differ in cash top-ups. Have the books verified.</source>
        <translation>钱箱与账本的现金充值不同。请核查账本。</translation>
    </message>
    <message>
        <source>Not in the drawer</source>
        <translation>未记入钱箱</translation>
    </message>
    <message>
        <source>Cash moved during the shift and its drawer does not know. Have the books verified.</source>
        <translation>班次中有现金变动，但钱箱没有记录。请核查账本。</translation>
    </message>
    <message>
        <source>No shift open</source>
        <translation>未开班</translation>
    </message>
    <message>
        <source>Cash moved before this shift, while none was open: it lies in the float, or was taken elsewhere. It is not in what was expected.</source>
        <translation>此班次之前未开班时有现金变动：可能在备用金里，或被拿到别处。它不计入应有现金。</translation>
    </message>
</context>
</TS>
