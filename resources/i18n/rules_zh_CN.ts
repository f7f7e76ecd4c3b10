<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>rules</name>
    <message>
        <source>Members and tiers</source>
        <translation>会员与等级</translation>
    </message>
    <message>
        <source>Rule {number} runs now</source>
        <translation>规则 {number} 现已生效</translation>
    </message>
    <message>
        <source>Draft of rule {number}</source>
        <translation>规则 {number} 未开始</translation>
    </message>
    <message>
        <source>Changed, not kept yet</source>
        <translation>已改动，未保存</translation>
    </message>
    <message>
        <source>{tier} !</source>
        <translation>{tier} !</translation>
    </message>
    <message>
        <source>Becomes {tier} after</source>
        <translation>满足以下即成为{tier}</translation>
    </message>
    <message>
        <source>Raised to {tier} by</source>
        <translation>满足以下即升为{tier}</translation>
    </message>
    <message>
        <source>Kept while</source>
        <translation>满足以下则保留</translation>
    </message>
    <message>
        <source>Ends at once after</source>
        <translation>满足以下则结束</translation>
    </message>
    <message>
        <source>For good.</source>
        <translation>长期有效。</translation>
    </message>
    <message>
        <source>Nothing ends it.</source>
        <translation>没有结束条件。</translation>
    </message>
    <message>
        <source>Too nested to be changed here; it stays as it is.</source>
        <translation>层次较多，不能在此改动，保留不变。</translation>
    </message>
    <message>
        <source>Add a condition</source>
        <translation>加一个条件</translation>
    </message>
    <message>
        <source>Take this condition away</source>
        <translation>去掉此条件</translation>
    </message>
    <message>
        <source>or</source>
        <translation>或</translation>
    </message>
    <message>
        <source>and</source>
        <translation>且</translation>
    </message>
    <message>
        <source>Or, and</source>
        <translation>或、且</translation>
    </message>
    <message>
        <source>How much</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>What counts</source>
        <translation>统计什么</translation>
    </message>
    <message>
        <source>Within</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>spent</source>
        <translation>消费金额</translation>
    </message>
    <message>
        <source>topped up</source>
        <translation>充值金额</translation>
    </message>
    <message>
        <source>points</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>since reached</source>
        <translation>距上次达到</translation>
    </message>
    <message>
        <source>without a visit</source>
        <translation>未到店</translation>
    </message>
    <message>
        <source>since a visit</source>
        <translation>距上次到店</translation>
    </message>
    <message>
        <source>{count} day</source>
        <translation>{count} 天</translation>
    </message>
    <message>
        <source>{count} days</source>
        <translation>{count} 天</translation>
    </message>
    <message>
        <source>up to {count} day</source>
        <translation>{count} 天内</translation>
    </message>
    <message>
        <source>up to {count} days</source>
        <translation>{count} 天内</translation>
    </message>
    <message>
        <source>within {count} day</source>
        <translation>{count} 天内</translation>
    </message>
    <message>
        <source>within {count} days</source>
        <translation>{count} 天内</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>累计</translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>折扣</translation>
    </message>
    <message>
        <source>at most {number}</source>
        <translation>最多 {number}</translation>
    </message>
    <message>
        <source>Name of the tier</source>
        <translation>等级名称</translation>
    </message>
    <message>
        <source>In Chinese</source>
        <translation>中文名</translation>
    </message>
    <message>
        <source>Move this tier down</source>
        <translation>下移此等级</translation>
    </message>
    <message>
        <source>Move this tier up</source>
        <translation>上移此等级</translation>
    </message>
    <message>
        <source>Take this tier away</source>
        <translation>删去此等级</translation>
    </message>
    <message>
        <source>Add a tier</source>
        <translation>加等级</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>{factor} times</source>
        <translation>{factor} 倍</translation>
    </message>
    <message>
        <source>Welcome gift</source>
        <translation>入会礼</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>交给顾客</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>never</source>
        <translation>永不</translation>
    </message>
    <message>
        <source>{count} point</source>
        <translation>{count} 积分</translation>
    </message>
    <message>
        <source>{count} points</source>
        <translation>{count} 积分</translation>
    </message>
    <message>
        <source>Buying earns</source>
        <translation>消费得</translation>
    </message>
    <message>
        <source>Topping up earns</source>
        <translation>充值得</translation>
    </message>
    <message>
        <source>A visit earns</source>
        <translation>到店得</translation>
    </message>
    <message>
        <source>Points pay</source>
        <translation>积分可付</translation>
    </message>
    <message>
        <source>Points go after</source>
        <translation>积分失效</translation>
    </message>
    <message>
        <source>{points} per {amount}</source>
        <translation>每 {amount} 得 {points}</translation>
    </message>
    <message>
        <source>{points} pay {amount}</source>
        <translation>{points} 付 {amount}</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>生效日</translation>
    </message>
    <message>
        <source>Start this rule on {day}</source>
        <translation>{day}起用此规则</translation>
    </message>
    <message>
        <source>Rule {number} begins {day}</source>
        <translation>规则 {number} {day}生效</translation>
    </message>
    <message>
        <source>Rule {number} begins by itself</source>
        <translation>规则 {number} 到日自动生效</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{percent} % off</source>
        <translation>减 {percent} %</translation>
    </message>
    <message>
        <source>{amount} off</source>
        <translation>减 {amount}</translation>
    </message>
    <message>
        <source>The rule in words</source>
        <translation>规则说明</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>检查中…</translation>
    </message>
    <message>
        <source>Start this rule now</source>
        <translation>现在开始用此规则</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>Mend the parts in red first</source>
        <translation>请先改正红色部分</translation>
    </message>
    <message>
        <source>Keep as draft</source>
        <translation>保存，不开始</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>取消改动</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Loading the rules…</source>
        <translation>正在读取规则…</translation>
    </message>
    <message>
        <source>The rules are not here</source>
        <translation>没有读到规则</translation>
    </message>
    <message>
        <source>No rule yet</source>
        <translation>还没有规则</translation>
    </message>
    <message>
        <source>A rule makes members of people by what they buy.</source>
        <translation>规则按消费让顾客成为会员。</translation>
    </message>
    <message>
        <source>Begin with a simple rule</source>
        <translation>从简单规则开始</translation>
    </message>
    <message>
        <source>What if?</source>
        <translation>如果用此规则</translation>
    </message>
    <message>
        <source>Reckons who would be a member had this rule run all along. Nothing is changed.</source>
        <translation>按以往记录算出此规则下谁会是会员，不作任何改动。</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试算</translation>
    </message>
    <message>
        <source>Which days are looked at</source>
        <translation>看哪些日子</translation>
    </message>
    <message>
        <source>All history</source>
        <translation>全部记录</translation>
    </message>
    <message>
        <source>Last {count} days</source>
        <translation>最近 {count} 天</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>{percent} % reckoned</source>
        <translation>已算 {percent} %</translation>
    </message>
    <message>
        <source>It ended without a result. Try once more.</source>
        <translation>没有算出结果，请重试。</translation>
    </message>
    <message>
        <source>{draft} members with this rule, {now} with the one that runs</source>
        <translation>此规则下 {draft} 位会员，现行规则下 {now} 位</translation>
    </message>
    <message>
        <source>{amount} more given as discounts</source>
        <translation>折扣多给 {amount}</translation>
    </message>
    <message>
        <source>{count} join</source>
        <translation>{count} 人加入</translation>
    </message>
    <message>
        <source>{count} rise</source>
        <translation>{count} 人升级</translation>
    </message>
    <message>
        <source>{count} fall</source>
        <translation>{count} 人降级</translation>
    </message>
    <message>
        <source>{count} leave</source>
        <translation>{count} 人离开</translation>
    </message>
    <message>
        <source>{count} members with this rule</source>
        <translation>此规则下 {count} 位会员</translation>
    </message>
    <message>
        <source>{count} with the rule that runs (dashed)</source>
        <translation>现行规则 {count} 位</translation>
    </message>
    <message>
        <source>{amount} less given as discounts</source>
        <translation>折扣少给 {amount}</translation>
    </message>
    <message>
        <source>As much given as discounts</source>
        <translation>折扣金额不变</translation>
    </message>
    <message>
        <source>Who would fare differently</source>
        <translation>会有变化的人</translation>
    </message>
    <message>
        <source>Nobody.</source>
        <translation>没有人。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>The rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>In words</source>
        <translation>文字说明</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>no member</source>
        <translation>非会员</translation>
    </message>
    <message>
        <source>Rule {number} kept as a draft</source>
        <translation>规则 {number} 已保存，未开始</translation>
    </message>
</context>
</TS>
